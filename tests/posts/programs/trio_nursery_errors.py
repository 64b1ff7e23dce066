# trio: one child fails and all are cancelled
import trio

async def child(n):
    await trio.sleep(0.3 * n)
    print("child", n)

async def main():
    with trio.move_on_after(1):
        async with trio.open_nursery() as nursery:
            for n in range(5):
                nursery.start_soon(child, n)
    print("done")

trio.run(main)
