# tasks of a trio nursery wait together, with a progress bar by tqdm
# end: ok
# says: under a second
# says: 100%
import time

import tqdm
import trio


async def main():
    bar = tqdm.tqdm(total=5)

    async def wait():
        await trio.sleep(0.2)
        bar.update()

    async with trio.open_nursery() as nursery:
        for _ in range(5):
            nursery.start_soon(wait)
    bar.close()


began = time.perf_counter()
trio.run(main)
if time.perf_counter() - began < 1:
    print("under a second")
