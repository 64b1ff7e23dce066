# requests: a query, a POST of JSON, a status and a redirect.
# end: ok
# says: {'q': '1'} {'n': 2} 404 200
import requests

print(
    requests.get("https://httpbin.org/get", params={"q": "1"}).json()["args"],
    requests.post("https://httpbin.org/post", json={"n": 2}).json()["json"],
    requests.get("https://httpbin.org/status/404").status_code,
    requests.get("http://httpbin.org/redirect/2").status_code,
)
