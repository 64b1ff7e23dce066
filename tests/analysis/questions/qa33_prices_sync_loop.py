# verdict: threads, async
# lines: 8, 13, 14
# cause: one after (the other|another)|independent|overlap|concurrent|wait
import requests, time
symbols = ["AAPL", "MSFT", "GOOG", "AMZN", "TSLA", "NFLX", "IBM", "ORCL"]

def price(sym):
    r = requests.get("https://httpbin.org/delay/0.3", params={"s": sym})
    return sym, r.status_code

t = time.time()
portfolio = {}
for s in symbols:
    sym, p = price(s)
    portfolio[sym] = p
    print(sym, p)
print("that took", time.time() - t)
