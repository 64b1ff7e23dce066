# this loop over a dataframe takes forever
import pandas as pd
import numpy as np

n = 8000
df = pd.DataFrame({"lat": np.random.uniform(40, 60, n), "lon": np.random.uniform(0, 20, n)})

distances = []
for index, row in df.iterrows():
    d = np.sqrt((row["lat"] - 50) ** 2 + (row["lon"] - 10) ** 2)
    distances.append(d)
df["distance"] = distances
print(df.head())
