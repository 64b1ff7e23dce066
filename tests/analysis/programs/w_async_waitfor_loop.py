# verdict: async
import asyncio

SENSORS = {"attic": 0.2, "cellar": 0.3, "garden": 0.25, "garage": 0.3}

async def read_sensor(name):
    await asyncio.sleep(SENSORS[name])
    return len(name) + 15.5

async def main():
    for name in SENSORS:
        try:
            value = await asyncio.wait_for(read_sensor(name), timeout=1)
        except asyncio.TimeoutError:
            print(name, "no answer")
        else:
            print(name, value)

asyncio.run(main())
