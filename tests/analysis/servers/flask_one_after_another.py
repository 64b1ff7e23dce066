# verdict: threads async
# line: 14
import requests
from flask import Flask, jsonify

app = Flask(__name__)
SHOPS = [f"https://httpbin.org/delay/1?shop={n}" for n in range(4)]


@app.route("/prices")
def prices():
    found = []
    for url in SHOPS:
        found.append(requests.get(url).json())
    return jsonify(found)


if __name__ == "__main__":
    app.run()
