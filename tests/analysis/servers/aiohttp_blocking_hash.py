# verdict: fix-first processes
# line: 9
import hashlib

from aiohttp import web


async def digest(request):
    key = hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 1_500_000)
    return web.Response(text=key.hex())


app = web.Application()
app.router.add_get("/digest", digest)
web.run_app(app, port=8080)
