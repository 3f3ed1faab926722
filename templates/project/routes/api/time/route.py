"""An endpoint without a page: one function per HTTP verb, answered as JSON."""

from django.utils import timezone


def get(request):
    return {"time": timezone.now()}
