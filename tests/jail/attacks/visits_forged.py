# Answers its visitors with endless bytes, made-up lengths and numbers, and writes to every descriptor and port it finds.
# visit: http GET /
# visit: raw GET /
# end: served | timeout
import os
import socket
import threading

LINE = b'[0, 8, 1.0, 2.0, 200]\n'
for fd in range(3, 600):
    try:
        os.write(fd, LINE * 100)
    except OSError:
        pass
ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n" + b"x" * 100_000,
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    b"HTTP/1.1 999999 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
    b"HTTP/1.1 " + b"9" * 10_000 + b"\r\n\r\n",
    b"HTTP/1.1 " + b"\xff\xfe" * 200_000,
    LINE * 1000,
]


def answer(client, number):
    try:
        client.sendall(ANSWERS[number % len(ANSWERS)])
        while number % 2:
            client.sendall(b"x" * 65536)
    except OSError:
        pass


server = socket.create_server(("127.0.0.1", 8000), backlog=64)
number = 0
while True:
    client, _ = server.accept()
    threading.Thread(target=answer, args=(client, number), daemon=True).start()
    number += 1
