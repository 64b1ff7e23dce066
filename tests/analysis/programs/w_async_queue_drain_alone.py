# verdict: async
import asyncio

async def send_mail(address):
    await asyncio.sleep(0.15)
    print("sent to", address)

async def main():
    queue = asyncio.Queue()
    for n in range(9):
        queue.put_nowait(f"user{n}@example.com")
    while not queue.empty():
        address = await queue.get()
        await send_mail(address)

asyncio.run(main())
