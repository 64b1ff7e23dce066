# a client of websockets talks with a server in the same program
# end: ok
# says: HELLO
import asyncio

import websockets


async def answer(connection):
    async for message in connection:
        await connection.send(message.upper())


async def main():
    async with websockets.serve(answer, "localhost", 8765):
        async with websockets.connect("ws://localhost:8765") as connection:
            await connection.send("hello")
            print(await connection.recv())


asyncio.run(main())
