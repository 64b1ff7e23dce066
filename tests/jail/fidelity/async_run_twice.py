import asyncio

print(asyncio.run(asyncio.sleep(0, 1)), asyncio.run(asyncio.sleep(0, 2)))
print(asyncio.run(5))
