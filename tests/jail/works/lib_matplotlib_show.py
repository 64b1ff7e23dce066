# plt.show() gives pictures, whichever screen a program asks for, and closes its figures
# end: ok
# says: Description Chart “A chart”: 1 line of 3 points (a); seconds from 0.9 to 3.1, y from 0.9 to 3.1
# says: 0 figures are left
# files: figure-1.png figure-2.png
import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
from PIL import Image

plt.plot([1, 2, 3], [3, 1, 2], label="a")
plt.title("A chart")
plt.xlabel("seconds")
plt.legend()
plt.show()
plt.bar(["x", "y"], [1, 2])
plt.show()
print("Description", Image.open("/work/figure-1.png").info["Description"])
print(len(plt.get_fignums()), "figures are left")
