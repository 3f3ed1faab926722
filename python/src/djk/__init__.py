"""The Django runtime of djk."""

from djk.big_int import BigInt
from djk.pick import pick
from djk.reply import Head, Reply

__all__ = ["BigInt", "Head", "Reply", "pick"]
