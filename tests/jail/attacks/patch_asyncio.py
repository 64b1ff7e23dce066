# Takes the loop apart, with the tracer's hooks in it.
# end: ok
# says: ran
import asyncio
from asyncio import base_events, events

events.Handle._run = lambda self: self._context.run(self._callback, *self._args)
base_events.BaseEventLoop.set_task_factory = lambda *_: None


async def main():
    await asyncio.sleep(0.01)
    print("ran")


asyncio.run(main())
