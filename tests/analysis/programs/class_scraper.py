# verdict: threads, async
import requests


class Scraper:
    BASE = 'https://httpbin.org/anything/'

    def __init__(self, ids):
        self.ids = ids
        self.session = requests.Session()
        self.results = {}

    def fetch(self, item_id):
        response = self.session.get(self.BASE + str(item_id), timeout=10)
        return response.status_code

    def run(self):
        for item_id in self.ids:
            self.results[item_id] = self.fetch(item_id)
        return self.results


if __name__ == '__main__':
    print(Scraper(range(12)).run())
