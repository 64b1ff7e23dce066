# verdict: keep
import asyncio

background = set()

async def audit(event):
    await asyncio.sleep(0.3)
    print("logged", event)

async def handle(event):
    task = asyncio.create_task(audit(event))
    background.add(task)
    task.add_done_callback(background.discard)

async def main():
    for e in ("login", "buy", "logout"):
        await handle(e)
    await asyncio.gather(*background)

asyncio.run(main())
