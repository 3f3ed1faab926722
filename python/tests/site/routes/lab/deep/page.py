def get(request):
    raise RuntimeError("nothing above this has a boundary of its own")
