from django.shortcuts import get_object_or_404
from djk import Head, Reply

from __site__.models import Note


def get(request, slug):
    note = get_object_or_404(Note, slug=slug)
    data = {"title": note.title, "text": note.text, "created": note.created}
    return Reply(data, head=Head(title=note.title))
