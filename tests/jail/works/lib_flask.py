# a Flask application answers its own test client
# end: ok
# says: 200 {'hello': 'Ada'}
from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/hello/<name>")
def hello(name):
    return jsonify(hello=name)


answer = app.test_client().get("/hello/Ada")
print(answer.status_code, answer.get_json())
