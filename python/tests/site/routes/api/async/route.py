from library.models import Book


async def get(request):
    return {"count": await Book.objects.acount()}


def post(request):
    return {"count": Book.objects.count()}
