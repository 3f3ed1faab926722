from itertools import count

calls = count(1)


def get(request):
    return {"count": next(calls)}
