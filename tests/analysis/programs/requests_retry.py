# verdict: sequential, keep
import time
import requests


def get_with_retry(url, retries=3):
    for attempt in range(retries):
        try:
            r = requests.get(url, timeout=5)
            r.raise_for_status()
            return r
        except requests.RequestException as e:
            print(f'attempt {attempt + 1} failed: {e}')
            time.sleep(0.2 * 2 ** attempt)
    return None


print(get_with_retry('https://httpbin.org/status/503'))
