# verdict: fix-first
# line: 12
# says: held the event loop
import time

import uvicorn
from fastapi import FastAPI

app = FastAPI()
@app.get("/report/{number}")
async def report(number: int):
    time.sleep(0.4)
    return {"number": number}


uvicorn.run(app, port=8000)
