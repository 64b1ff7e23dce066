# verdict: fix-first
# line: 10
# says: held the event loop
import requests
from aiohttp import web

routes = web.RouteTableDef()
@routes.get("/weather")
async def weather(request):
    page = requests.get("https://httpbin.org/delay/0.3")
    return web.json_response({"status": page.status_code})


app = web.Application()
app.add_routes(routes)
web.run_app(app)
