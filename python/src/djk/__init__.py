"""The Django runtime of djk."""

from djk.pick import pick
from djk.reply import Head, Reply

__all__ = ["Head", "Reply", "pick"]
