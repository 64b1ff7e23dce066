# verdict: processes
from flask import Flask

app = Flask(__name__)


@app.route("/sum/<int:upto>")
def add(upto):
    total = 0
    for n in range(4_000_000 + upto):
        total += n * n
    return str(total)


if __name__ == "__main__":
    app.run(port=8080)
