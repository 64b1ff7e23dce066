# Datagrams through asyncio.
# end: ok
# says: pong
import asyncio


class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(b"pong", address)


class Client(asyncio.DatagramProtocol):
    def __init__(self, answer):
        self.answer = answer

    def connection_made(self, transport):
        transport.sendto(b"ping")

    def datagram_received(self, data, address):
        self.answer.set_result(data.decode())


async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    answer = loop.create_future()
    await loop.create_datagram_endpoint(lambda: Client(answer), remote_addr=server.get_extra_info("sockname"))
    print(await answer)


asyncio.run(main())
