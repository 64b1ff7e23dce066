# verdict: sequential, keep
import asyncio

async def poll_status(job):
    await asyncio.sleep(0.1)
    job['n'] += 1
    return 'done' if job['n'] >= 5 else 'running'

async def main():
    job = {'n': 0}
    while await poll_status(job) != 'done':
        print('still running')
        await asyncio.sleep(0.1)
    print('finished')

asyncio.run(main())
