# verdict: threads, async
import time

def download_site(url):
    print(f'Downloading {url}')
    time.sleep(0.3)
    return len(url)

def download_all(sites):
    total = 0
    for site in sites:
        total += download_site(site)
    return total

if __name__ == '__main__':
    sites = ['https://www.jython.org', 'http://olympus.realpython.org/dice'] * 4
    print(download_all(sites))
