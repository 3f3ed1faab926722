from django.core.exceptions import PermissionDenied


def get(request):
    raise PermissionDenied
