def get(request):
    if request.GET.get("fail") == "root":
        raise RuntimeError("the root layout failed")
    return {"site": "Library"}
