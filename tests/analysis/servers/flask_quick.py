# verdict: keep
from flask import Flask, request

app = Flask(__name__)


@app.route("/echo", methods=["POST"])
def echo():
    return request.get_json()


@app.route("/hello/<name>")
def hello(name):
    return f"hello {name}"


if __name__ == "__main__":
    app.run(debug=False)
