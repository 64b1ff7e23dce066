# verdict: threads, async
import requests
import time

start = time.time()
posts = []
for i in range(1, 16):
    r = requests.get(f"https://jsonplaceholder.typicode.com/posts/{i}")
    posts.append(r.json())
print(len(posts))
print("took", time.time() - start)
