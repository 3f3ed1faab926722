from django.views.decorators.cache import cache_page

decorators = [cache_page(60)]


def get(request):
    return {}
