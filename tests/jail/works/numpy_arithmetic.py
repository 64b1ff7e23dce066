# numpy, with its threads.
# end: ok
# says: 499999500000 (200, 200)
import numpy as np

print(np.arange(1_000_000).sum(), (np.ones((200, 200)) @ np.ones((200, 200))).shape)
