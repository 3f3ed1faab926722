"""A page with a query string."""

import datetime
import enum
from decimal import Decimal
from typing import Literal


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


def get(
    request,
    *,
    page: int = 1,
    sort: Literal["new", "top"] = "new",
    tag: list[str] = (),
    since: datetime.date | None = None,
    size: Size = Size.SMALL,
    price: Decimal | None = None,
):
    return {"page": page, "sort": sort, "tag": list(tag), "size": size.name}
