# verdict: keep
# says: none had to wait
import asyncio

import websockets


async def echo(socket):
    async for message in socket:
        await asyncio.sleep(0.3)
        await socket.send(message)


async def main():
    async with websockets.serve(echo, "localhost", 8765):
        await asyncio.Future()


asyncio.run(main())
