import asyncio
import pytest

async def add(a, b):
    await asyncio.sleep(0)
    return a + b

async def test_add():
    assert await add(1, 2) == 3

async def test_add_negative():
    assert await add(-1, -2) == -3

if __name__ == "__main__":
    pytest.main(["-q", __file__])
# async def functions are not natively supported.

# expert: pytest does not await coroutine tests by itself: pytest-asyncio / anyio with a marker
# verdict: fix-first, keep, sequential
# lines: 8, 11
# cause: pytest-asyncio|anyio|plugin
