# pandas and scipy with a process pool of four fit in the default memory
# end: ok
# says: 8 groups
import multiprocessing

import numpy as np
import pandas as pd
from scipy import stats


def work(seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"group": rng.integers(0, 20, 100_000), "value": rng.normal(size=100_000)})
    means = frame.groupby("group")["value"].mean()
    return stats.ttest_1samp(means, 0).pvalue


if __name__ == "__main__":
    with multiprocessing.Pool(4) as pool:
        print(len(pool.map(work, range(8))), "groups")
