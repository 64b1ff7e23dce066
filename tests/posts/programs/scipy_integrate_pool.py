# scipy quad in a loop, want to use all cores
from multiprocessing import Pool
import numpy as np
from scipy import integrate

def f(a):
    return integrate.quad(lambda x: np.exp(-a * x ** 2), 0, np.inf)[0]

if __name__ == "__main__":
    with Pool() as p:
        print(sum(p.map(f, np.linspace(0.1, 5, 400))))
