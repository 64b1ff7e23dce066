# groupby + Pool.map slower than without pool
import time
import pandas as pd
import numpy as np
from multiprocessing import Pool

df = pd.DataFrame({"user": np.random.randint(0, 200, 100_000), "value": np.random.rand(100_000)})

def stats(item):
    name, group = item
    return name, group["value"].mean(), group["value"].std()

if __name__ == "__main__":
    t = time.time()
    with Pool(4) as p:
        result = p.map(stats, [(n, g) for n, g in df.groupby("user")])
    print("pool:", time.time() - t, len(result))

    t = time.time()
    result = df.groupby("user")["value"].agg(["mean", "std"])
    print("plain:", time.time() - t, len(result))
