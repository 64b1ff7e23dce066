# Why does this take so long? Scraping 10 pages one after another
import requests
from bs4 import BeautifulSoup
import time

start = time.time()
titles = []
for page in range(1, 11):
    url = f"https://books.toscrape.com/catalogue/page-{page}.html"
    r = requests.get(url)
    soup = BeautifulSoup(r.text, "html.parser")
    for h3 in soup.find_all("h3"):
        titles.append(h3.text)
    print(page, r.status_code)

print(len(titles), "titles in", time.time() - start, "seconds")
