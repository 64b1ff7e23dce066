import time

todo = []

def show():
    for i, t in enumerate(todo):
        print(i, t)

while True:
    cmd = input("add/list/quit> ").strip()
    if cmd == "add":
        todo.append(input("what? "))
    elif cmd == "list":
        show()
    elif cmd == "quit":
        break
    time.sleep(0.1)

# expert: input() had nothing to read; give the program input
# verdict: fix-first, sequential, keep
# lines: 10
# cause: input
