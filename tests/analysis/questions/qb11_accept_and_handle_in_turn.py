import socket
import threading
import time

HOST = "127.0.0.1"

def handle(conn):
    with conn:
        data = conn.recv(1024)
        time.sleep(0.4)      # look something up
        conn.sendall(b"you said " + data)

def serve(srv, n):
    for _ in range(n):
        conn, addr = srv.accept()
        handle(conn)

def client(port, i):
    t = time.time()
    with socket.create_connection((HOST, port)) as s:
        s.sendall(b"hi %d" % i)
        print(i, s.recv(1024).decode(), round(time.time() - t, 1), "s")

srv = socket.create_server((HOST, 0))
port = srv.getsockname()[1]
server = threading.Thread(target=serve, args=(srv, 5))
server.start()
clients = [threading.Thread(target=client, args=(port, i)) for i in range(5)]
for c in clients: c.start()
for c in clients: c.join()
server.join()
srv.close()
# last client waits 2 seconds!!

# expert: the server handles a client before it accepts the next one: a thread (or asyncio task) for each connection
# verdict: threads, async, fix-first
# lines: 15, 16
# cause: (one|single).{0,40}(client|connection)|next (client|connection)|accept
