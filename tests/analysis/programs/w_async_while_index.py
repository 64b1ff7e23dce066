# verdict: async
import asyncio

async def resize(image):
    await asyncio.sleep(0.2)
    return image.replace(".png", "_small.png")

async def main():
    images = [f"img{i}.png" for i in range(6)]
    i = 0
    small = []
    while i < len(images):
        small.append(await resize(images[i]))
        i += 1
    print(small)

asyncio.run(main())
