import asyncio
import logging
import time

logging.basicConfig(format="%(levelname)s %(name)s")


async def main():
    print(asyncio.get_running_loop().get_debug())
    asyncio.get_running_loop().slow_callback_duration = 0.01
    time.sleep(0.03)


asyncio.run(main(), debug=True)
