# verdict: keep
from aiohttp import web


async def home(request):
    return web.json_response({"path": request.path})


server = web.Application()
server.add_routes([web.get("/", home)])
