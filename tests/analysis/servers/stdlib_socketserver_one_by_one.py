# verdict: threads fix-first
# line: 15
# says: it served one at a time
import socketserver
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline()
        time.sleep(0.3)
        self.wfile.write(line)


with socketserver.TCPServer(("localhost", 9999), Handler) as server:
    server.serve_forever()
