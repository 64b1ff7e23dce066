import asyncio

async def get_name(id):
    await asyncio.sleep(0.2)
    return f"user{id}"

def main():
    names = []
    for i in range(4):
        names.append(await get_name(i))
    print(names)

main()
# SyntaxError: 'await' outside async function

# expert: main must be async def and be run with asyncio.run(main())
# verdict: fix-first
# lines: 10, 7
# cause: async def
