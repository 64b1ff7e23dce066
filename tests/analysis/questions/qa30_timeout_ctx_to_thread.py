# verdict: fix-first, keep, sequential
# lines: 13, 14, 8
# cause: thread (goes|keeps|is still|cannot|can't)|keeps running|goes on|cancel
import asyncio, time

def read_sensor():
    while time.time() < end:
        time.sleep(0.05)
    return 42

async def main():
    try:
        async with asyncio.timeout(0.3):
            value = await asyncio.to_thread(read_sensor)
            print(value)
    except TimeoutError:
        print("no value after 0.3 s")

end = time.time() + 2.5
t = time.time()
asyncio.run(main())
print("took", round(time.time() - t, 2))
