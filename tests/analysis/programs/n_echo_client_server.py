# verdict: keep, sequential
import asyncio

async def handle(reader, writer):
    data = await reader.readline()
    writer.write(data.upper())
    await writer.drain()
    writer.close()

async def client(port, msg):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(msg.encode() + b'\n')
    await writer.drain()
    line = await reader.readline()
    print(line.decode().strip())
    writer.close()
    await writer.wait_closed()

async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*(client(port, f'hello {i}') for i in range(5)))
    server.close()
    await server.wait_closed()

asyncio.run(main())
