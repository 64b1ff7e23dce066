# verdict: sequential, keep
import asyncio

async def login(user):
    await asyncio.sleep(0.3)
    return user + '-token'

async def load_profile(token):
    await asyncio.sleep(0.3)
    return {'token': token, 'id': 7}

async def load_orders(profile):
    await asyncio.sleep(0.3)
    return [profile['id']] * 3

async def main():
    token = await login('ann')
    profile = await load_profile(token)
    orders = await load_orders(profile)
    print(orders)

asyncio.run(main())
