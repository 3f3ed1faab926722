"""Data for routes/page.tsx: what `get` returns is its `data` prop."""

from django.utils import timezone

from __site__.models import Note


def get(request):
    return {
        "time": timezone.localtime().strftime("%H:%M:%S"),
        "notes": list(Note.objects.values("slug", "title")),
    }
