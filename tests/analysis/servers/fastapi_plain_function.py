# verdict: keep
# says: none had to wait
import time

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/slow")
def slow():
    time.sleep(0.4)
    return {"done": True}


uvicorn.run(app, port=8000)
