# verdict: processes fix-first
# line: 16
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def home():
    return {"hello": "world"}


@app.get("/primes")
async def primes(below: int):
    found = [n for n in range(2, 5000 + below) if all(n % d for d in range(2, n))]
    return {"primes": len(found)}


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=8000)
