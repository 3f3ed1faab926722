"""A decorator that refuses before anything is decoded."""

from django.contrib.auth.decorators import login_required
from tests.input_handlers.books import Order

decorators = [login_required]


def post(request, order: Order):
    return {}
