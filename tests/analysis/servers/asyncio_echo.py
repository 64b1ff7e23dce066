# verdict: keep
# says: none had to wait
import asyncio


async def talk(reader, writer):
    while line := await reader.readline():
        await asyncio.sleep(0.3)
        writer.write(line)
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 8888)
    async with server:
        await server.serve_forever()


asyncio.run(main())
