# reading many csv files, ThreadPool or ProcessPool?
import glob
import pandas as pd
import numpy as np
from concurrent.futures import ThreadPoolExecutor

for i in range(20):
    pd.DataFrame(np.random.rand(2000, 5), columns=list("abcde")).to_csv(f"part_{i}.csv", index=False)

files = glob.glob("*.csv")
with ThreadPoolExecutor() as pool:
    df = pd.concat(pool.map(pd.read_csv, files), ignore_index=True)
print(df.shape)
print(df.mean())
