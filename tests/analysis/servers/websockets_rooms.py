# verdict: keep
import asyncio
import json

import websockets

connected = set()


async def chat(socket):
    connected.add(socket)
    try:
        await socket.send(json.dumps({"people": len(connected)}))
        async for message in socket:
            websockets.broadcast(connected, message)
    finally:
        connected.remove(socket)


async def main():
    async with websockets.serve(chat, "localhost", 8765):
        await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main())
