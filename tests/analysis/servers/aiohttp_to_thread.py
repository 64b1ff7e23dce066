# verdict: keep
# says: none had to wait
import asyncio
import time

from aiohttp import web


def work():
    time.sleep(0.4)
    return "done"


async def home(request):
    return web.Response(text=await asyncio.to_thread(work))


app = web.Application()
app.router.add_get("/", home)
web.run_app(app)
