from djk import Head, Reply


def get(request, path):
    return Reply({"path": path}, status=203, headers={"X-Lab": "yes"}, head=Head(title=f"File {path}"))
