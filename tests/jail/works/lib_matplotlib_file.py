# matplotlib draws with the fonts that it brings and saves a picture
# end: ok
# says: saved
# files: chart.png
import matplotlib.pyplot as plt

plt.plot([1, 2, 3], [3, 1, 2], label="a")
plt.title("A chart")
plt.legend()
plt.savefig("chart.png")
print("saved")
