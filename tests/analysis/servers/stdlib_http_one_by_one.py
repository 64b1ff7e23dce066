# verdict: threads fix-first
# line: 14
# says: it served one at a time
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.3)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"done")
HTTPServer(("", 8000), Handler).serve_forever()
