def get(request, id):
    return {"double": id * 2}
