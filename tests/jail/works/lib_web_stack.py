# a FastAPI application answers in its own process, with what it checks by pydantic
# end: ok
# says: 422
# says: {'total': 6}
from typing import List

import anyio
import httpx
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Numbers(BaseModel):
    values: List[int]


@app.post("/sum")
async def add(numbers: Numbers):
    return {"total": sum(numbers.values)}


async def main():
    async with httpx.AsyncClient(app=app, base_url="http://test") as client:
        print((await client.post("/sum", json={"values": ["x"]})).status_code)
        print((await client.post("/sum", json={"values": [1, 2, 3]})).json())


anyio.run(main)
