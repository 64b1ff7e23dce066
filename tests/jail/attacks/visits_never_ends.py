# Serves, and ignores every signal that asks it to end.
# visit: http GET /
# end: served
import signal
from http.server import BaseHTTPRequestHandler, HTTPServer

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


while True:
    try:
        HTTPServer(("", 8000), Handler).serve_forever()
    except BaseException:
        pass
