import asyncio

async def query(sql):
    await asyncio.sleep(0.1)
    return [sql]

def get_user(name):
    # sync helper so everything else can use it
    return asyncio.run(query("select * from users where name=" + name))

async def handler(name):
    user = get_user(name)
    return user

async def main():
    print(await asyncio.gather(handler("ann"), handler("bob")))

asyncio.run(main())

# expert: get_user calls asyncio.run while the loop already runs: make it async and await query
# verdict: fix-first
# lines: 9, 12
# cause: already running|running (event )?loop|await
