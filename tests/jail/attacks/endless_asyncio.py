# A consumer that waits for ever.
# end: timeout
# limits: wallMs=1000
import asyncio

asyncio.run(asyncio.Queue().get())
