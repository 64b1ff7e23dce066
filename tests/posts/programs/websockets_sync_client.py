# the sync client of websockets
# here: lacks
# says: came with websockets 11
from websockets.sync.client import connect

def hello():
    with connect("ws://localhost:8765") as websocket:
        websocket.send("Hello world!")
        print(websocket.recv())

hello()
