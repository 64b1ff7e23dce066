import asyncio
import contextvars
import time

lang = contextvars.ContextVar("lang")

GREET = {"en": "hello", "de": "hallo", "fr": "salut"}

def render(user):
    time.sleep(0.2)   # slow template engine
    return GREET[lang.get()] + " " + user

async def page(user, l):
    lang.set(l)
    loop = asyncio.get_event_loop()
    html = await loop.run_in_executor(None, render, user)
    return html

async def main():
    for html in await asyncio.gather(page("ann", "en"), page("jo", "de")):
        print(html)

asyncio.run(main())

# expert: run_in_executor starts the function without this task's context: asyncio.to_thread carries it
# verdict: fix-first
# lines: 16, 11
# cause: context
