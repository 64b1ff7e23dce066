# selenium with threads crashes
# here: lacks
# says: `selenium`
from selenium import webdriver
from threading import Thread

def open_page(url):
    driver = webdriver.Chrome()
    driver.get(url)
    print(driver.title)
    driver.quit()

urls = ["https://example.com", "https://python.org", "https://httpbin.org"]
threads = [Thread(target=open_page, args=(u,)) for u in urls]
for t in threads: t.start()
for t in threads: t.join()
