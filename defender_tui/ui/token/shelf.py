"""The rows of the Token screen: what the session holds, and what came of asking."""

from __future__ import annotations

from ...core.custom_resource import CustomResource, CustomToken
from ...core.errors import DefenderTuiError
from ...core.resources import Resource
from ...core.secret import Secret
from ..ports import TokenWork
from .findings import NOTHING_FOUND, Findings
from .state import Api, TokenSlot, custom_slot, key_of, slot_for


class TokenShelf:
    """One slot for each API, ours and typed ones, and one for a pasted token once there is one."""

    def __init__(self, work: TokenWork) -> None:
        self._work = work
        self._customs: dict[CustomResource, CustomToken | None] = {}
        self._errors: dict[str, DefenderTuiError] = {}
        self._asking: set[str] = set()
        self._findings: dict[Secret, Findings] = {}
        self._pasted: TokenSlot | None = None

    def slots(self) -> tuple[TokenSlot, ...]:
        """Give the slots as they stand now, in the order of the list."""
        ours = (
            slot_for(
                resource,
                self._work.known_token(resource),
                error=self._errors.get(key_of(resource)),
                is_asking=self.is_asking(resource),
            )
            for resource in Resource
        )
        typed = (
            custom_slot(
                api,
                token,
                error=self._errors.get(key_of(api)),
                is_asking=self.is_asking(api),
            )
            for api, token in self._customs.items()
        )
        pasted = () if self._pasted is None else (self._pasted,)
        return (*ours, *typed, *pasted)

    def add(self, api: CustomResource) -> None:
        """Give a typed API a slot; one that is there stays as it is."""
        self._customs.setdefault(api, None)

    def is_asking(self, api: Api) -> bool:
        """Whether a token for this API is on its way."""
        return key_of(api) in self._asking

    def begin(self, api: Api) -> None:
        """Note that a token is being asked for."""
        self._asking.add(key_of(api))

    def stop(self, api: Api) -> None:
        """Note that asking was given up; what was known before stands."""
        self._asking.discard(key_of(api))

    def succeed(self, api: Api, token: CustomToken | None = None) -> None:
        """Note that a token came; the session holds it, unless it is for a typed API."""
        self._asking.discard(key_of(api))
        self._errors.pop(key_of(api), None)
        if isinstance(api, CustomResource):
            self._customs[api] = token

    def fail(self, api: Api, error: DefenderTuiError) -> None:
        """Note why no token came."""
        self._asking.discard(key_of(api))
        self._errors[key_of(api)] = error

    def put_pasted(self, slot: TokenSlot) -> None:
        """Keep a pasted token, in place of an earlier one."""
        self._pasted = slot

    def findings(self, value: Secret | None) -> Findings | None:
        """Give what was found out about a token; `None` when nobody asked yet."""
        return None if value is None else self._findings.get(value)

    def note(self, value: Secret, findings: Findings = NOTHING_FOUND) -> None:
        """Keep what was found out about a token; nothing yet means that it is being asked."""
        self._findings[value] = findings

    def drop_tokens(self) -> None:
        """Drop the tokens for typed APIs; the APIs stay."""
        self._customs = dict.fromkeys(self._customs)
        self._findings.clear()

    def forget(self) -> None:
        """Drop what belongs to the profile; typed APIs and a pasted token stay."""
        self._errors.clear()
        self._asking.clear()
        self.drop_tokens()
