# download images with a thread pool and tqdm
import os
import requests
from concurrent.futures import ThreadPoolExecutor
from tqdm import tqdm

os.makedirs("images", exist_ok=True)
urls = [f"https://picsum.photos/id/{i}/200/300" for i in range(12)]

def download(url):
    response = requests.get(url, stream=True)
    name = url.split("/")[-3] + ".jpg"
    with open(os.path.join("images", name), "wb") as f:
        for chunk in response.iter_content(1024):
            f.write(chunk)
    return name

with ThreadPoolExecutor(8) as ex:
    names = list(tqdm(ex.map(download, urls), total=len(urls)))
print(names)
