"""What the program asks for, as code that asks for the same elsewhere.

No secret stands in it: the code reads one from the environment. It keeps TLS verification on, and
names the CA file of the profile where there is one.
"""

from .calls import TokenVersion
from .snippets import (
    Language,
    hunting_code,
    incidents_code,
    token_code,
)

__all__ = ["Language", "TokenVersion", "hunting_code", "incidents_code", "token_code"]
