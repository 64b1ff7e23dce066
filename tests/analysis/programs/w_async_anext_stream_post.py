# verdict: async
import asyncio

class Records:
    def __init__(self, n):
        self.n = n
        self.i = 0
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return {"id": self.i}

async def upload(record):
    await asyncio.sleep(0.18)
    return record["id"]

async def main():
    done = []
    async for record in Records(7):
        rid = await upload(record)
        done.append(rid)
    print("uploaded", done)

asyncio.run(main())
