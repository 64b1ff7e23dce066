# verdict: sequential, processes
import json

doc = json.dumps([{'id': i, 'tags': ['a', 'b', str(i)]} for i in range(5000)])
n = 0
for _ in range(40):
    n += len(json.loads(doc))
print(n)
