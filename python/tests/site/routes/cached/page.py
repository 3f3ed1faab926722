from itertools import count

from django.views.decorators.cache import cache_page

decorators = [cache_page(60)]
calls = count(1)


def get(request):
    return {"count": next(calls)}
