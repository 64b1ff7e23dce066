# verdict: keep
# says: none had to wait
import asyncio

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/slow")
async def slow():
    await asyncio.sleep(0.4)
    return {"done": True}


uvicorn.run(app, port=8000)
