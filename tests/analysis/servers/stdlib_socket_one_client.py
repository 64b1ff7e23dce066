# verdict: threads fix-first
# line: 11
# says: it served one at a time
import socket

server = socket.create_server(("127.0.0.1", 9000), backlog=32)

while True:
    client, address = server.accept()
    with client:
        while data := client.recv(1024):
            client.sendall(data)
