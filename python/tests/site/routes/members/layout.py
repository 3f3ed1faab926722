from django.contrib.auth.decorators import login_required

decorators = [login_required]


def get(request):
    return {"user": request.user.get_username()}
