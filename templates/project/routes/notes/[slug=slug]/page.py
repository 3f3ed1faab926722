from typing import Annotated

from django.shortcuts import get_object_or_404
from djk import Head, Reply, pick

from __site__.models import Note

NoteDetail = Annotated[Note, pick("title", "text", "created")]


def get(request, slug: str) -> Reply[NoteDetail]:
    note = get_object_or_404(Note, slug=slug)
    return Reply(note, head=Head(title=note.title))
