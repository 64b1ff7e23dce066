# parsing responses with pydantic
# here: lacks
# says: came with pydantic 2
import asyncio
import httpx
from pydantic import BaseModel, field_validator

class Post(BaseModel):
    id: int
    title: str

    @field_validator("title")
    @classmethod
    def strip(cls, v):
        return v.strip()

async def main():
    async with httpx.AsyncClient() as client:
        r = await client.get("https://jsonplaceholder.typicode.com/posts/1")
        print(Post.model_validate(r.json()))

asyncio.run(main())
