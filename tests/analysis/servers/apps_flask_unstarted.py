# verdict: keep
# says: none had to wait
import time

from flask import Flask

app = Flask(__name__)


@app.route("/")
def home():
    time.sleep(0.3)
    return "hello"
