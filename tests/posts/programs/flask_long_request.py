# flask: start work in a thread and answer at once
import threading, time
from flask import Flask, jsonify

app = Flask(__name__)
jobs = {}

def work(job):
    time.sleep(0.5)
    jobs[job] = "done"

@app.route("/start/<job>")
def start(job):
    jobs[job] = "running"
    threading.Thread(target=work, args=(job,)).start()
    return jsonify(jobs)

with app.test_client() as c:
    print(c.get("/start/a").json)
    time.sleep(1)
    print(jobs)
