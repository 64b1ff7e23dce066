# one request waits for the other in fastapi
import asyncio
import time
import httpx
from fastapi import FastAPI

app = FastAPI()

@app.get("/slow")
async def slow():
    time.sleep(1)
    return {"ok": True}

async def main():
    async with httpx.AsyncClient(app=app, base_url="http://localhost") as client:
        t = time.perf_counter()
        await asyncio.gather(client.get("/slow"), client.get("/slow"))
        print(f"{time.perf_counter() - t:.1f} s for two")

asyncio.run(main())
