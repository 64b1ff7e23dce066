# verdict: async
import asyncio

async def ticket_ids():
    for i in range(100, 108):
        yield i

async def close_ticket(ticket_id):
    await asyncio.sleep(0.2)
    return f"closed {ticket_id}"

async def main():
    async for tid in ticket_ids():
        print(await close_ticket(tid))

asyncio.run(main())
