async def get(request, *, page: int = 1):
    if page == 9:
        raise RuntimeError("secret")
    return {"page": page}
