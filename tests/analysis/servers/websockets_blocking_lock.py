# verdict: fix-first
# says: one client at a time
import asyncio

import websockets

lock = asyncio.Lock()


async def serve(socket, path=None):
    async with lock:
        async for message in socket:
            await asyncio.sleep(0.1)
            await socket.send(message.upper())


async def main():
    server = await websockets.serve(serve, "localhost", 8765)
    await server.wait_closed()


asyncio.run(main())
