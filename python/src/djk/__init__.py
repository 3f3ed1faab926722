"""The Django runtime of djk."""

from djk.reply import Head, Reply

__all__ = ["Head", "Reply"]
