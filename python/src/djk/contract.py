"""What a verb function takes beside the path, and what it returns: read from its annotations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from djk.inputs import Inputs, build_inputs
from djk.outputs import Output, build_output
from djk.shapes.functions import Kind, read_signature


@dataclass(frozen=True)
class Contract:
    inputs: Inputs
    output: Output


def read_contract(function: Callable[..., Any], params: tuple[str, ...], kind: Kind) -> Contract:
    """Read the annotations of a function.

    :param params: names of the parameters of its path
    :raises ShapeError: for annotations that cannot be read
    """
    signature = read_signature(function, params=params, kind=kind)
    return Contract(build_inputs(signature), build_output(signature))
