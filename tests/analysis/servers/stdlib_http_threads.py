# verdict: keep
# says: none had to wait
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.3)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"done")


ThreadingHTTPServer(("", 8000), Handler).serve_forever()
