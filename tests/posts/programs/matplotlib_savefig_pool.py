# make many figures in parallel
import multiprocessing as mp
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

def draw(i):
    fig, ax = plt.subplots()
    ax.hist(np.random.randn(1000), bins=30)
    ax.set_title(f"run {i}")
    fig.savefig(f"hist_{i}.png")
    plt.close(fig)
    return i

if __name__ == "__main__":
    with mp.Pool(2) as pool:
        print(pool.map(draw, range(4)))
