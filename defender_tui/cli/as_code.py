"""Code on stdout that asks for what a command would ask for; nothing is asked for here."""

from __future__ import annotations

import sys
from argparse import Namespace

from ..core.as_code import Language, TokenVersion, hunting_code, incidents_code, token_code
from ..core.errors import ConfigError
from ..core.filters import IncidentFilter
from ..core.profiles import Profile
from ..core.resources import Resource
from ..core.text import many_lines
from ..workflows.session import Session
from .opening import opened_session


def print_token_code(session: Session, arguments: Namespace) -> None:
    """Print the token request as code.

    Raises:
        ConfigError: the profile's cloud lacks the API.
    """
    api, version = Resource(arguments.resource), TokenVersion(arguments.endpoint)
    _print(token_code(Language(arguments.as_code), _profile(session), api, version))


def print_incidents_code(session: Session, arguments: Namespace, wanted: IncidentFilter) -> None:
    """Print the request for the list as code.

    Raises:
        ConfigError: the profile's cloud lacks the API.
    """
    language, api = Language(arguments.as_code), session.incidents_api
    _print(incidents_code(language, _profile(session), api, wanted))


async def print_hunting_code(arguments: Namespace, query: str) -> None:
    """Print the query as code.

    Raises:
        ConfigError: there is no profile, no query, or the timespan cannot be sent.
    """
    async with opened_session(arguments) as session:
        api = Resource(arguments.api) if arguments.api else session.hunting_api
        language, timespan = Language(arguments.as_code), arguments.timespan
        _print(hunting_code(language, _profile(session), api, query, timespan=timespan))


def _profile(session: Session) -> Profile:
    if session.profile is None:
        raise ConfigError("There is no profile to work with.", hint="Name one with --profile.")
    return session.profile


def _print(code: str) -> None:
    # A file gets the code as it is; a terminal would obey what a shell's quotes let through.
    sys.stdout.write(many_lines(code) if sys.stdout.isatty() else code)
