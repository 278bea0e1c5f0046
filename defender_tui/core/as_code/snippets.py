"""Whole pieces of code: the token, the incident list, the hunting query, in each language."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from ..credentials import CredentialKind
from ..custom_resource import CustomResource
from ..filters import Dialect, IncidentFilter, server_filter
from ..profiles import Profile
from ..resources import Resource
from ..wire import graph, xdr
from ..wire.hunting import run_query
from ..wire.request import ApiRequest
from . import csharp, curl, powershell, python
from .calls import ApiCall, TokenCall, TokenVersion, api_call, token_call


class Language(StrEnum):
    """A language to write code in, by its word on the command line."""

    CURL = "curl"
    PYTHON = "python"
    POWERSHELL = "powershell"
    CSHARP = "csharp"

    @property
    def label(self) -> str:
        """Its name as people write it."""
        return _LABELS[self]


class _Writer(Protocol):
    """What the module of a language offers; each gives lines."""

    COMMENT: str

    def opening(self, ca_file: Path | None, *, needs_secret: bool) -> list[str]: ...

    def token(self, call: TokenCall, ca_file: Path | None) -> list[str]: ...

    def show_token(self) -> list[str]: ...

    def request(self, call: ApiCall, ca_file: Path | None) -> list[str]: ...


_LABELS = MappingProxyType(
    {
        Language.CURL: "curl",
        Language.PYTHON: "Python",
        Language.POWERSHELL: "PowerShell",
        Language.CSHARP: "C#",
    }
)
_WRITERS: MappingProxyType[Language, _Writer] = MappingProxyType(
    {
        Language.CURL: curl,
        Language.PYTHON: python,
        Language.POWERSHELL: powershell,
        Language.CSHARP: csharp,
    }
)


def token_code(
    language: Language,
    profile: Profile,
    api: Resource | CustomResource,
    version: TokenVersion = TokenVersion.V2,
) -> str:
    """Give code that gets a token for one API and prints it.

    Raises:
        ConfigError: the profile's cloud lacks the API, or a name in it cannot be written.
    """
    write = _WRITERS[language]
    return "\n".join([*_signing_in(language, profile, api, version), *write.show_token(), ""])


def incidents_code(
    language: Language, profile: Profile, api: Resource, wanted: IncidentFilter
) -> str:
    """Give code that prints the first page of the wanted incidents.

    Raises:
        ConfigError: as `token_code`.
    """
    if api is Resource.XDR:
        request = xdr.list_incidents(wanted, skip=0)
        local = server_filter(wanted, Dialect.XDR).local
        more = "The next page: add $skip=100, and so on, until a page is short."
    else:
        request = graph.list_incidents(wanted)
        local = server_filter(wanted, Dialect.GRAPH).local
        more = "The next page is where the answer's @odata.nextLink leads."
    notes = [more]
    if local:
        notes.append(f"Not filtered by the API, and so not here: {', '.join(local)}.")
    return _with_call(language, profile, request, notes)


def hunting_code(
    language: Language, profile: Profile, api: Resource, query: str, *, timespan: str | None = None
) -> str:
    """Give code that runs a hunting query and prints the answer.

    Raises:
        ConfigError: as `token_code`, or there is no query, or the timespan cannot be sent.
    """
    return _with_call(language, profile, run_query(api, query, timespan), [])


def _with_call(language: Language, profile: Profile, request: ApiRequest, notes: list[str]) -> str:
    write = _WRITERS[language]
    lines = [
        *_signing_in(language, profile, request.resource, TokenVersion.V2),
        *(f"{write.COMMENT} {note}" for note in notes),
        *write.request(api_call(profile, request), profile.ca_file),
    ]
    return "\n".join([*lines, ""])


def _signing_in(
    language: Language,
    profile: Profile,
    api: Resource | CustomResource,
    version: TokenVersion,
) -> list[str]:
    write = _WRITERS[language]
    call = token_call(profile, api, version)
    # Notes are our own words: nobody else's text stands in a comment, which ends with its line.
    note = _SECRET_NOTES.get(profile.credential.kind) if call.needs_secret else None
    return [
        *([f"{write.COMMENT} {note}"] if note else []),
        *write.opening(profile.ca_file, needs_secret=call.needs_secret),
        *write.token(call, profile.ca_file),
    ]


_SECRET_NOTES = MappingProxyType(
    {
        CredentialKind.CERTIFICATE: "The profile has a certificate; this code needs a secret.",
        CredentialKind.FEDERATED_TOKEN: (
            "The profile has a federated token; this code needs a secret."
        ),
        CredentialKind.KEY_VAULT: "The profile's credential rests in Key Vault: fetch it first.",
    }
)
