"""What crosses between Python and the browser: annotations, read once into plain values."""

from djk.shapes.annotations import read_annotation
from djk.shapes.functions import read_signature

__all__ = ["read_annotation", "read_signature"]
