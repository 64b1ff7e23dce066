# verdict: keep, async, sequential
import asyncio

SITE = {"/": ["/a", "/b"], "/a": ["/c"], "/b": ["/c", "/d"], "/c": [], "/d": ["/"]}

async def links(page):
    await asyncio.sleep(0.15)
    return SITE[page]

async def main():
    todo, seen = ["/"], {"/"}
    while todo:
        page = todo.pop(0)
        for link in await links(page):
            if link not in seen:
                seen.add(link)
                todo.append(link)
    print(sorted(seen))

asyncio.run(main())
