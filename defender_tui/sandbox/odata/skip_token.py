"""Skip tokens: where a page ended, as text that means nothing to clients."""

from __future__ import annotations

import base64
import json
from typing import TypeAlias

from defender_tui.sandbox.json_value import Json
from defender_tui.sandbox.odata.comparison import QueryRefused

Place: TypeAlias = tuple[tuple[int, ...], str]
"""Where an object stands in a sorted list: a number for each property of the order, negative for
descending ones, then its id. Places compare as the list is sorted."""

_LONGEST = 1000


def write_token(place: Place) -> str:
    """Give the token for the page behind a place."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).rstrip(b"=").decode()


def read_token(text: str, *, order_count: int) -> Place:
    """Give the place that a token stands for.

    Raises:
        QueryRefused: the token is not one of ours, or belongs to another order.
    """
    try:
        if len(text) > _LONGEST:
            raise ValueError(text)
        value: Json = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError as error:
        raise QueryRefused("Invalid skip token.") from error
    match value:
        case [list(numbers), str(identity)] if len(numbers) == order_count:
            whole = tuple(number for number in numbers if type(number) is int)
            if len(whole) == order_count:
                return whole, identity
    raise QueryRefused("Invalid skip token.")
