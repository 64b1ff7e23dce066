import asyncio
import random

calls = 0

async def save(part):
    global calls
    calls += 1
    await asyncio.sleep(0.1 + part * 0.2)
    if part == 0 and calls < 8:
        raise ConnectionError("server hung up")
    print("saved part", part)
    return part

async def upload():
    # 3 attempts
    for attempt in range(3):
        try:
            return await asyncio.gather(*(save(p) for p in range(4)))
        except ConnectionError as err:
            print("attempt", attempt, "failed:", err, "- try again")
    print("giving up")

async def main():
    print(await upload())
    print("total calls:", calls)   # why is each part saved 2-3 times

asyncio.run(main())

# expert: after the first failure the others still run, and the retry starts them again: parts are saved twice; TaskGroup or return_exceptions
# verdict: fix-first, keep
# lines: 18
# cause: (gather|others?|rest).{0,80}(go on|keep|continue|cancel|still|running)
