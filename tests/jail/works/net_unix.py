# Unix sockets, by file and by pair.
# end: ok
# says: hello hello
import socket
import threading

server = socket.socket(socket.AF_UNIX)
server.bind("/tmp/here.sock")
server.listen()
threading.Thread(target=lambda: server.accept()[0].send(b"hello")).start()
client = socket.socket(socket.AF_UNIX)
client.connect("/tmp/here.sock")
one, other = socket.socketpair()
one.send(b"hello")
print(client.recv(5).decode(), other.recv(5).decode())
