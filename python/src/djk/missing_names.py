"""What to write where a name is used that a module does not have."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from difflib import get_close_matches

#: Where the names come from that handlers are made of.
_IMPORTS = {
    **dict.fromkeys(("date", "datetime", "time", "timedelta"), "datetime"),
    **dict.fromkeys(
        ("Collection", "Generator", "Iterable", "Iterator", "Mapping"), "collections.abc"
    ),
    **dict.fromkeys(("Annotated", "Any", "Generic", "Literal", "NamedTuple", "NewType"), "typing"),
    **dict.fromkeys(("NotRequired", "Optional", "TypedDict", "TypeVar", "Union"), "typing"),
    **dict.fromkeys(("BigInt", "Head", "Reply", "pick"), "djk"),
    "Sequence": "collections.abc",
    "Decimal": "decimal",
    "Enum": "enum",
    "UUID": "uuid",
    "dataclass": "dataclasses",
    **dict.fromkeys(("Http404", "HttpResponse", "HttpResponseRedirect"), "django.http"),
    **dict.fromkeys(("get_list_or_404", "get_object_or_404", "redirect"), "django.shortcuts"),
    **dict.fromkeys(("Avg", "Count", "F", "Manager", "Prefetch", "Q"), "django.db.models"),
    **dict.fromkeys(("QuerySet", "Sum"), "django.db.models"),
    **dict.fromkeys(("login_required", "permission_required"), "django.contrib.auth.decorators"),
    "PermissionDenied": "django.core.exceptions",
    "settings": "django.conf",
    "timezone": "django.utils",
    "View": "django.views",
}
#: Of the builtins those that are mistyped.
_BUILTINS = tuple(name for name, value in vars(builtins).items() if isinstance(value, type))


def advise_import(name: str, known: Iterable[str]) -> str:
    """Tell which import is missing, or which name was meant.

    :param known: names that can be used where this one is
    """
    if name in _IMPORTS:
        return f"add: from {_IMPORTS[name]} import {name}"
    names = [each for each in (*known, *_BUILTINS) if each[0] != "_"]
    near = get_close_matches(name, [*names, *_IMPORTS], 1, 0.7)
    if not near:
        return f"import {name}, or define it in this module"
    if near[0] in names:
        return f"did you mean {near[0]}?"
    return f"did you mean {near[0]}? Add: from {_IMPORTS[near[0]]} import {near[0]}"
