# average colour, ProcessPoolExecutor raises pickle error?
from concurrent.futures import ProcessPoolExecutor
from PIL import Image

def average(img):
    pixels = list(img.getdata())
    return sum(pixels) // len(pixels)

if __name__ == "__main__":
    images = [Image.effect_noise((300, 300), s) for s in (10, 50, 90)]
    with ProcessPoolExecutor() as ex:
        print(list(ex.map(average, images)))
