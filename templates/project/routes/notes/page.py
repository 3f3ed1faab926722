from collections.abc import Iterable
from typing import Annotated, TypedDict

from djk import pick

from __site__.models import Note

NoteItem = Annotated[Note, pick("slug", "title", "created")]


class Notes(TypedDict):
    notes: Iterable[NoteItem]


def get(request) -> Notes:
    return {"notes": Note.objects.all()}
