# verdict: keep
import asyncio

class Job:
    def __init__(self, n):
        self.n = n
        self.state = "new"
        self.size = 0

async def run(job):
    size = job.size
    await asyncio.sleep(0.3)
    job.size = size + job.n
    job.state = "done"

async def main():
    jobs = [Job(n) for n in range(6)]
    await asyncio.gather(*(run(j) for j in jobs))
    print(sum(j.size for j in jobs), {j.state for j in jobs})

asyncio.run(main())
