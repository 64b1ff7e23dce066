# verdict: fix-first
# line: 9
# says: held the event loop
import asyncio
import time

async def talk(reader, writer):
    line = await reader.readline()
    time.sleep(0.3)
    writer.write(line)
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 8888)
    async with server:
        await server.serve_forever()


asyncio.run(main())
