# verdict: async
import asyncio

async def ping(host):
    await asyncio.sleep(0.3)
    return f"{host}: ok"

hosts = ["db1", "db2", "web1", "web2"]
for h in hosts:
    print(asyncio.run(ping(h)))
