from functools import wraps

from django.core.exceptions import PermissionDenied


def staff_only(view):
    @wraps(view)
    def inner(request, **kwargs):
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, **kwargs)

    return inner


decorators = [staff_only]


def get(request):
    return {"staff": True}
