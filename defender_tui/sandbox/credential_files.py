"""The files by which a client proves who it is: keys with certificates, and a federated token.

They are written while the server gets going: they wait for a key that takes its time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from defender_tui.sandbox.directory import WORKLOAD
from defender_tui.sandbox.entra.outside_issuer import ISSUER_PATH
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.tenant import App, Certificate, FederatedCredential

# A cluster writes a new token each hour; ours counts for as long as a sandbox is likely to run.
_TOKEN_LIFETIME = timedelta(days=7)


class CredentialFiles:
    """Names the files at once and writes them in a thread.

    `start` has the files written, `wait` ends when they are there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: threading.Thread | None = None

    def certificate_file(self, app: App) -> Path | None:
        """Give where the key and certificate of an application are, None when it has none."""
        if app.certificate is Certificate.NONE:
            return None
        return self._folder / f"{app.name}.pem"

    def pfx_file(self, app: App) -> Path | None:
        """Give where the same is under a passphrase, None when the application has no such file."""
        return self._folder / f"{app.name}.pfx" if app.pfx_passphrase else None

    def federated_token_file(self, app: App) -> Path | None:
        """Give where the token is that an application is trusted for, None when there is none."""
        return self._folder / f"{app.name}.jwt" if app.federated_credentials else None

    def start(self, site: EntraSite, url: str) -> None:
        """Begin to write the files of every application."""
        apps = [app for tenant in site.tenants for app in tenant.apps]
        self._writer = threading.Thread(target=self._write, args=(site, url, apps), daemon=True)
        self._writer.start()

    def wait(self) -> None:
        """Wait until the files are there."""
        if self._writer is not None:
            self._writer.join()

    def _write(self, site: EntraSite, url: str, apps: Sequence[App]) -> None:
        for app in apps:
            certificate, path = site.certificates.of(app), self.certificate_file(app)
            if certificate is not None and path is not None:
                path.write_bytes(certificate.as_pem())
            pfx_file = self.pfx_file(app)
            if certificate is not None and pfx_file is not None:
                pfx_file.write_bytes(certificate.as_pfx(app.pfx_passphrase))
            token_file = self.federated_token_file(app)
            if token_file is not None:
                token = site.outside.token(
                    issuer=url + ISSUER_PATH,
                    subject=WORKLOAD,
                    audience=FederatedCredential(WORKLOAD).audience,
                    now=site.assertion_clock.now(),
                    lifetime=_TOKEN_LIFETIME,
                )
                token_file.write_text(token, encoding="ascii")
