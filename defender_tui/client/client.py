"""The one async client: opened for a profile, closed by whoever opened it."""

from __future__ import annotations

import asyncio
import ssl
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

import httpx

from .. import __version__
from ..core.profiles import Profile
from ..core.secret import SecretSource
from ..results.answer_spool import AnswerSpool
from .choice import ApiChooser
from .environment import EnvironmentSecrets
from .failures import reading_proxy_settings
from .identity import LOOPBACK, Identity, load_msal
from .incidents import Incidents
from .proving import Prover
from .sender import Sender
from .signature import SignatureCheck
from .timing import Timing
from .tls import ssl_context
from .tokens import Tokens
from .waits import Waits

if TYPE_CHECKING:
    from .alerts import Alerts
    from .applications import Applications
    from .directory import Directory
    from .hunting import Hunting
    from .hunting_schema import SchemaReader
    from .keyvault import KeyVault
    from .machines import Machines

TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=30.0)
LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=4)


class DefenderClient:
    """Everything that talks to Microsoft for one profile, over one connection pool.

    Use it as `async with DefenderClient(profile, secrets) as client:`. `secrets` is asked for
    client secrets and passphrases; without one only the environment is read. `spool` is where
    answers to hunting queries rest while they are read; without one the client has its own, which
    closes with it.

    Raises:
        ConfigError: on entering, when a CA file or the proxy settings cannot be used.
    """

    tokens: Tokens
    choice: ApiChooser
    incidents: Incidents
    _sender: Sender

    def __init__(
        self,
        profile: Profile,
        secrets: SecretSource | None = None,
        *,
        spool: AnswerSpool | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.profile = profile
        self._secrets = secrets or EnvironmentSecrets()
        self._spool = spool or AnswerSpool()
        self._owns_spool = spool is None
        self._timing = timing or Timing()
        self.waits = Waits(self._timing)
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        # Reading certificates leaves the interpreter free, so the costly import goes beside it.
        context, _ = await asyncio.gather(
            asyncio.to_thread(ssl_context, self.profile.ca_file), asyncio.to_thread(load_msal)
        )
        with reading_proxy_settings():
            self._http = httpx.AsyncClient(
                verify=context,
                timeout=TIMEOUT,
                limits=LIMITS,
                follow_redirects=False,
                mounts=dict.fromkeys(LOOPBACK),
                headers={"User-Agent": f"defender-tui/{__version__}"},
            )
        self.tokens = self._make_tokens(self._http, context)
        self._sender = Sender(self._http, self.profile, self.tokens, self.waits)
        self.choice = ApiChooser(self.profile, self.tokens)
        self.incidents = Incidents(self._sender, self.choice, self.waits)
        return self

    # What the first list does without is loaded when first asked for: a few milliseconds each.

    @cached_property
    def alerts(self) -> Alerts:
        """Single alerts."""
        from .alerts import Alerts

        return Alerts(self._sender)

    @cached_property
    def applications(self) -> Applications:
        """Applications and their credentials."""
        from .applications import Applications

        return Applications(self._sender)

    @cached_property
    def directory(self) -> Directory:
        """App roles as the directory has them."""
        from .directory import Directory

        return Directory(self._sender)

    @cached_property
    def hunting(self) -> Hunting:
        """Hunting queries."""
        from .hunting import Hunting

        return Hunting(self._sender, self.choice, self._spool)

    @cached_property
    def schema(self) -> SchemaReader:
        """The tables that the tenant has."""
        from .hunting_schema import SchemaReader

        return SchemaReader(self._sender)

    @cached_property
    def machines(self) -> Machines:
        """Devices and what is done on them."""
        from .machines import Machines

        return Machines(self._sender)

    def _make_tokens(self, http: httpx.AsyncClient, context: ssl.SSLContext) -> Tokens:
        identity = Identity(self.profile, context, self._timing)

        def open_vault() -> KeyVault:
            from .keyvault import KeyVault

            return KeyVault(http, self.profile, identity, self._timing)

        prover = Prover(self.profile, self._secrets, open_vault)
        return Tokens(identity, prover, SignatureCheck(http, self.profile), self._timing)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; a second call does nothing.

        Requests that are on the way fail with a `NetworkError`, writes with `OutcomeUnknown`.
        """
        http, self._http = self._http, None
        if http is not None:
            self.tokens.close()
            await http.aclose()
        if self._owns_spool:
            await asyncio.to_thread(self._spool.close)
