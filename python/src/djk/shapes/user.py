"""``user = pick(…)`` of the root layout: what the browser knows of the signed-in user."""

from __future__ import annotations

import sys

from django.contrib.auth import get_user_model

from djk.pick import Pick
from djk.shapes.annotations import read_annotation
from djk.shapes.picks import read_fields
from djk.shapes.scope import Reading, Scope
from djk.shapes.shape import Shape


def read_user(pick: Pick, reading: Reading) -> Shape:
    """Read the fields that are picked of the site's user model.

    :raises ImproperlyConfigured: where the site has no user model
    """
    module = sys.modules.get(pick.module)
    scope = Scope(pick.module, vars(module) if module else {}, {}, "user", at=pick.at)
    return read_fields(get_user_model(), pick, scope, reading, read_annotation)
