from django.middleware.csrf import get_token


def get(request):
    """What Django knows of the origin, and the token that a POST from it needs."""
    return {"secure": request.is_secure(), "host": request.get_host(), "token": get_token(request)}


def post(request):
    return {"name": request.POST["name"]}
