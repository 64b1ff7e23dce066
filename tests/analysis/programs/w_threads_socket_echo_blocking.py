# verdict: threads, async
import socket
import threading
import time

def serve(sock):
    while True:
        conn, _ = sock.accept()
        threading.Thread(target=answer, args=(conn,), daemon=True).start()

def answer(conn):
    with conn:
        line = conn.recv(100)
        time.sleep(0.25)
        conn.sendall(line.upper())

srv = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=serve, args=(srv,), daemon=True).start()

def ask(text):
    with socket.create_connection(srv.getsockname()) as c:
        c.sendall(text.encode())
        return c.recv(100).decode()

for word in ("one", "two", "three", "four", "five"):
    print(ask(word))
