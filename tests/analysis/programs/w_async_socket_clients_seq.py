# verdict: async
import asyncio

async def handle(reader, writer):
    name = (await reader.readline()).decode().strip()
    await asyncio.sleep(0.2)
    writer.write(f"hello {name}\n".encode())
    await writer.drain()
    writer.close()

async def ask(port, name):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{name}\n".encode())
    answer = await reader.readline()
    writer.close()
    return answer.decode().strip()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        for name in ("ann", "bob", "cid", "dan", "eve"):
            print(await ask(port, name))

asyncio.run(main())
