# websocket server with several clients
import asyncio
import websockets

connected = set()

async def handler(websocket):
    connected.add(websocket)
    try:
        async for message in websocket:
            await asyncio.gather(*[ws.send(message) for ws in connected])
    finally:
        connected.remove(websocket)

async def client(name):
    async with websockets.connect("ws://localhost:8765") as ws:
        await ws.send(f"hi from {name}")
        print(name, "got", await ws.recv())

async def main():
    async with websockets.serve(handler, "localhost", 8765):
        await asyncio.gather(client("a"), client("b"))

asyncio.run(main())
