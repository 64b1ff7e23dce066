# n_jobs=-1 is slower than n_jobs=1
# here: lacks
# says: `sklearn`
import time
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from joblib import Parallel, delayed

X = np.random.rand(500, 10)
y = np.random.randint(0, 2, 500)

def train(seed):
    return RandomForestClassifier(n_estimators=20, random_state=seed).fit(X, y).score(X, y)

t = time.time()
print(Parallel(n_jobs=-1)(delayed(train)(s) for s in range(8)))
print(time.time() - t)
