import time


def get(request):
    time.sleep(0.5)
    return {"done": True}
