print("imported as", __name__)
if __name__ == "__main__":
    import main

    print(main.__name__)
