# verdict: keep
# says: none had to wait
import time

from flask import Flask

app = Flask(__name__)


@app.get("/")
def home():
    time.sleep(0.4)
    return "hello"


app.run(port=5000)
