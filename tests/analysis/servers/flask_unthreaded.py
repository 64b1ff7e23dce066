# verdict: threads
# line: 15
# says: one request at a time
import time

from flask import Flask

app = Flask(__name__)


@app.get("/")
def home():
    time.sleep(0.4)
    return "hello"
app.run(port=5000, threaded=False)
