import asyncio

from django.core.exceptions import PermissionDenied


async def get(request):
    await asyncio.sleep(0)
    if "forbid" in request.GET:
        raise PermissionDenied
    return {"loop": asyncio.get_running_loop() is not None}
