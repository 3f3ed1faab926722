visits = 0


def get(request):
    global visits
    visits += 1
    return {"visits": visits}
