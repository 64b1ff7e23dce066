# fitting curves, takes 10 seconds per file
import matplotlib
matplotlib.use('TkAgg')
import matplotlib.pyplot as plt
import numpy as np
from scipy.optimize import curve_fit

def model(x, a, b, c):
    return a * np.exp(-b * x) + c

x = np.linspace(0, 4, 200)
fits = []
for k in range(5):
    y = model(x, 2.5, 1.3, 0.5) + 0.2 * np.random.normal(size=x.size)
    popt, _ = curve_fit(model, x, y)
    fits.append(popt)
plt.plot(x, y, 'b-', label='data')
plt.plot(x, model(x, *fits[-1]), 'r--', label='fit')
plt.legend()
plt.show()
