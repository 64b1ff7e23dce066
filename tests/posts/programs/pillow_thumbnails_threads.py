# resizing photos with threads
import glob
import time
from concurrent.futures import ThreadPoolExecutor
from PIL import Image

for i in range(8):
    Image.effect_noise((1200, 900), 60).save(f"photo{i}.jpg")

def thumbnail(path):
    img = Image.open(path)
    img.thumbnail((128, 128))
    img.save(path.replace("photo", "thumb"))

start = time.time()
with ThreadPoolExecutor() as pool:
    pool.map(thumbnail, glob.glob("photo*.jpg"))
print(time.time() - start)
