# verdict: sequential, keep
import aiohttp
import requests
import numpy as np

print(aiohttp.__name__, requests.__name__, np.zeros(3).sum())
