"""Data for routes/page.tsx: what `get` returns is its `data` prop, typed as it is here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, TypedDict

from django.utils import timezone
from djk import pick

from __site__.models import Note

NoteLink = Annotated[Note, pick("slug", "title")]


class Home(TypedDict):
    time: datetime
    notes: Iterable[NoteLink]


def get(request) -> Home:
    return {
        "time": timezone.now(),
        "notes": Note.objects.all(),
    }
