import asyncio


async def get(request):
    await asyncio.sleep(0)
    return {"kind": "async"}
