x = """never closed
and more
