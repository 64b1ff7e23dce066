# verdict: threads, async
import requests
from bs4 import BeautifulSoup

urls = ['https://example.com/%d' % i for i in range(20)]
titles = []
for url in urls:
    page = requests.get(url)
    soup = BeautifulSoup(page.text, 'html.parser')
    titles.append(soup.title.string)
print(titles)
