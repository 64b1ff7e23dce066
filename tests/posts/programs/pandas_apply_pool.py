# parallelise df.apply with multiprocessing, is this right?
import pandas as pd
import numpy as np
from multiprocessing import Pool, cpu_count

def heavy(row):
    total = 0
    for i in range(300):
        total += (row["a"] * i) % 7 + row["b"]
    return total

def process(chunk):
    chunk["c"] = chunk.apply(heavy, axis=1)
    return chunk

def main():
    df = pd.DataFrame(np.random.randint(0, 100, size=(4000, 2)), columns=["a", "b"])
    chunks = np.array_split(df, cpu_count())
    with Pool(cpu_count()) as p:
        df = pd.concat(p.map(process, chunks))
    print(df.describe())

if __name__ == '__main__':
    main()
