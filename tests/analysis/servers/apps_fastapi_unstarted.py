# verdict: fix-first
# line: 13
# says: held the event loop
import time

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/items/{item_id}")
async def read_item(item_id: int, q: str):
    time.sleep(0.3)
    if item_id > 100:
        raise HTTPException(status_code=404)
    return {"item_id": item_id, "q": q}
