def get(request):
    return {"module": __name__}
