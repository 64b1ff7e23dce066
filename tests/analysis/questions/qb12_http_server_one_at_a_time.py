from http.server import HTTPServer, BaseHTTPRequestHandler
import json, time

class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/report"):
            time.sleep(3)    # heavy sql query
        body = json.dumps({"ok": True, "path": self.path}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *a):
        pass

if __name__ == "__main__":
    srv = HTTPServer(("127.0.0.1", 8000), Api)
    print("listening, but while somebody loads /report everybody else waits")
    srv.serve_forever()

# expert: HTTPServer serves one request at a time: ThreadingHTTPServer
# verdict: threads, fix-first, async
# lines: 19, 7
# cause: ThreadingHTTPServer|one (client|request|connection)|at a time
