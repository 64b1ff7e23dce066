# verdict: fix-first
# lines: 17
# cause: never (read|consumed|iterated)|nobody reads|lost|iterat
import multiprocessing as mp
import time

def resize(name):
    time.sleep(0.1)
    if name.endswith("7.png"):
        raise ValueError("cannot read image " + name)
    return name.replace(".png", "_small.png")

if __name__ == "__main__":
    images = ["img%d.png" % i for i in range(12)]
    p = mp.Pool(4)
    t = time.time()
    res = p.imap_unordered(resize, images)
    p.close()
    p.join()
    print("resized", len(images), "in", time.time() - t)
