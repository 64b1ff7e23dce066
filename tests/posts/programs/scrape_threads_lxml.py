# threads and lxml: results come in the wrong order
import requests
import lxml.html
from concurrent.futures import ThreadPoolExecutor, as_completed

URLS = ["https://quotes.toscrape.com/page/%d/" % i for i in range(1, 7)]

def get_title(url):
    resp = requests.get(url, timeout=10)
    tree = lxml.html.fromstring(resp.content)
    return tree.findtext(".//title")

with ThreadPoolExecutor(max_workers=5) as executor:
    futures = {executor.submit(get_title, url): url for url in URLS}
    for future in as_completed(futures):
        print(futures[future], future.result())
