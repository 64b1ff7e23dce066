# verdict: fix-first
import asyncio
import time

class Client:
    def __init__(self):
        self.handlers = {}

    def event(self, f):
        self.handlers[f.__name__] = f
        return f

    async def dispatch(self, name, *args):
        await self.handlers[name](*args)

client = Client()

@client.event
async def on_message(text):
    print('got', text)
    time.sleep(0.5)
    print('replied to', text)

async def main():
    await asyncio.gather(*(client.dispatch('on_message', f'm{i}') for i in range(3)))

asyncio.run(main())
