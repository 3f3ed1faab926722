from library.models import Book


def get(request):
    return {"count": Book.objects.count()}
