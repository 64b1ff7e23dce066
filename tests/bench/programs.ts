/** The programs that `npm run bench` measures with. */

export const HELLO = "import asyncio; asyncio.run(asyncio.sleep(0)); print('x')"

/** Prints how many ms of pure Python computing it took by its own clock. */
export const SPINNING = `import time
began = time.perf_counter()
total = 0
for i in range(3_000_000):
    total += i * i % 7
print((time.perf_counter() - began) * 1000)
`

/** Prints the CPU time, ms, of starting and ending 1,000 tasks that sleep. */
export const THOUSAND_SLEEPERS = `import asyncio, time
async def main():
    await asyncio.gather(*(asyncio.sleep(0.01) for _ in range(1000)))
began = time.perf_counter()
asyncio.run(main())
print((time.perf_counter() - began) * 1000)
`

const FUNCTION = (name: string) => `
async def ${name}(items):
    """Adds up what the items weigh, one after another."""
    total = 0
    for item in items:
        if item % 2:
            total += item
        else:
            await asyncio.sleep(0)
    return total
`

/** 50 lines. */
export const SHORT_PROGRAM = `import asyncio
import time
${['first', 'second', 'third', 'fourth'].map(FUNCTION).join('')}

async def main():
    print(await first(range(10)))
    print(await second(range(10)))

asyncio.run(main())
`

/** 500 lines. */
export const LONG_PROGRAM = SHORT_PROGRAM.replace(
  'async def main',
  `${Array.from({ length: 45 }, (_, i) => FUNCTION(`helper_${i}`)).join('')}\nasync def main`,
)
