# verdict: fix-first
# line: 10
# says: held the event loop
import asyncio
import time

import websockets
async def serve(socket):
    async for message in socket:
        time.sleep(0.4)
        await socket.send(message)


async def main():
    async with websockets.serve(serve, "localhost", 8765):
        await asyncio.Future()


asyncio.run(main())
