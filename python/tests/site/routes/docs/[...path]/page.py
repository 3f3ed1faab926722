def get(request, path):
    return {"parts": path.split("/")}
