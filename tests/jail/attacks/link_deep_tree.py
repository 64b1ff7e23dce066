# A tree with two thousand folders for the collector to walk.
# end: ok | error 1
import os

for a in range(40):
    for b in range(40):
        os.makedirs(f"t/{a}/{b}")
