# verdict: keep
import asyncio

clients = set()

async def handle(reader, writer):
    clients.add(writer)
    try:
        while line := await reader.readline():
            for w in clients:
                w.write(line)
                await w.drain()
    finally:
        clients.discard(writer)
        writer.close()

async def client(port, name, secs):
    r, w = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(secs)
    w.write(f"hi from {name}\n".encode())
    await w.drain()
    got = await r.readline()
    print(name, "got", got.decode().strip())
    await asyncio.sleep(0.2)
    w.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(client(port, "ann", 0.3), client(port, "bob", 0.3), client(port, "cid", 0.4))

asyncio.run(main())
