# verdict: keep
# says: none had to wait
import aiohttp
from aiohttp import web


async def page(request):
    async with aiohttp.ClientSession() as session:
        async with session.get("https://httpbin.org/delay/0.3") as answer:
            return web.Response(text=await answer.text())


app = web.Application()
app.add_routes([web.get("/page", page)])
web.run_app(app)
