import asyncio


async def child():
    await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_task_factory(), asyncio.current_task().get_name())
    task = loop.create_task(child(), name="mine")
    print(task.get_name(), loop.create_task(child()).get_name())
    print([frame.name for frame in task._source_traceback[-2:]])
    await task


asyncio.run(main(), debug=True)
