def get(request):
    if request.GET:
        return {"posts": [], "q": "x"}
    return {"posts": []}
