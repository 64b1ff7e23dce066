# Pillow makes, scales and saves pictures in threads
# end: ok
# says: 4 of (64, 48)
# files: picture.png
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageFilter

picture = Image.linear_gradient("L").resize((640, 480))
with ThreadPoolExecutor(4) as pool:
    small = list(pool.map(lambda radius: picture.filter(ImageFilter.GaussianBlur(radius)).resize((64, 48)), range(4)))
small[0].save("picture.png")
print(len(small), "of", small[0].size)
