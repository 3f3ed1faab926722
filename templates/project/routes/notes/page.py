from __site__.models import Note


def get(request):
    return {"notes": list(Note.objects.values("slug", "title", "created"))}
