# BackgroundTasks block the response
import time
from fastapi import BackgroundTasks, FastAPI
from fastapi.testclient import TestClient

app = FastAPI()

def write_log(message: str):
    time.sleep(1)
    with open("log.txt", "a") as f:
        f.write(message)

@app.post("/send/{email}")
async def send(email: str, background_tasks: BackgroundTasks):
    background_tasks.add_task(write_log, f"mail to {email}\n")
    return {"message": "sent"}

client = TestClient(app)
print(client.post("/send/a@b.c").json())
print(open("log.txt").read())
