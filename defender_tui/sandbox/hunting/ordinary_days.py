"""The background: thirty ordinary days of machines and people, made by SQL from the cast.

What happens is in `sheets/` (one CSV file for each kind of thing, with a weight for each line), how
it becomes rows in `sql/`. Stored is of each event only when, where and which line; a view spells
out the rest when it is read, so that twenty times the rows cost neither minutes nor gigabytes.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from defender_tui.sandbox.hunting import world
from defender_tui.sandbox.hunting.rows import create_with_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from defender_tui.results.engine import KqlEngine
    from defender_tui.sandbox.data.cast import Cast
    from defender_tui.sandbox.hunting.rows import Row

_SCRIPTS = {
    "cloud_app_events": ("CloudAppEvents",),
    "cloud_infrastructure": ("CloudAuditEvents", "CloudDnsEvents"),
    "device_events": ("DeviceEvents",),
    "device_file_certificate_info": ("DeviceFileCertificateInfo",),
    "device_file_events": ("DeviceFileEvents",),
    "device_image_load_events": ("DeviceImageLoadEvents",),
    "device_info": ("DeviceInfo", "DeviceNetworkInfo"),
    "device_logon_events": ("DeviceLogonEvents",),
    "device_network_events": ("DeviceNetworkEvents",),
    "device_process_events": ("DeviceProcessEvents",),
    "device_registry_events": ("DeviceRegistryEvents",),
    "device_tvm": (
        "DeviceTvmBrowserExtensions",
        "DeviceTvmHardwareFirmware",
        "DeviceTvmInfoGathering",
        "DeviceTvmInfoGatheringKB",
        "DeviceTvmSecureConfigurationAssessment",
        "DeviceTvmSecureConfigurationAssessmentKB",
        "DeviceTvmSoftwareInventory",
        "DeviceTvmSoftwareVulnerabilities",
        "DeviceTvmSoftwareVulnerabilitiesKB",
    ),
    "entra_id_sign_in_events": ("EntraIdSignInEvents",),
    "entra_id_spn_sign_in_events": ("EntraIdSpnSignInEvents", "GraphAPIAuditEvents"),
    "exposure_graph": ("ExposureGraphEdges", "ExposureGraphNodes"),
    "identity": (
        "IdentityAccountInfo",
        "IdentityDirectoryEvents",
        "IdentityLogonEvents",
        "IdentityQueryEvents",
    ),
    "identity_info": ("IdentityInfo",),
    "mail": (
        "EmailEvents",
        "EmailUrlInfo",
        "EmailAttachmentInfo",
        "EmailPostDeliveryEvents",
        "UrlClickEvents",
    ),
    "teams": (
        "CallActivityEvents",
        "MessageContents",
        "MessageEvents",
        "MessagePostDeliveryEvents",
        "MessageUrlInfo",
    ),
}
"""Which tables each script makes views of."""
_BASES = {
    "clock": frozenset({"deeds", "desks", "machine_acts", "moments", "posts", "shares"}),
    "endpoint_base": frozenset({"acting", "acts", "initiated", "slot_number", "slots"}),
}
"""The tables and macros of the scripts that others build on."""
_WORD = re.compile(r"\w+")
SCRIPT_OF = {table: script for script, tables in _SCRIPTS.items() for table in tables}


class OrdinaryDays:
    """Thirty days that end at `now`: about `scale` times 250,000 rows, each table made when first
    asked for."""

    def __init__(
        self, engine: KqlEngine, cast: Cast, now: datetime, *, seed: int, scale: float
    ) -> None:
        self._engine = engine
        self._cast = cast
        self._done: set[str] = set()
        _create_macros(engine, now, seed=seed, scale=scale)

    def view_of(self, table: str) -> str | None:
        """Name the view that holds a table's ordinary rows, made when first asked for.

        None when ordinary days leave nothing in that table.
        """
        script = SCRIPT_OF.get(table)
        if script is None:
            return None
        self._run(script)
        return f"ordinary_{table}"

    def _run(self, script: str) -> None:
        """Run a script once, after all that it builds on."""
        if script in self._done:
            return
        self._done.add(script)
        text = files(__package__).joinpath("sql", f"{script}.sql").read_text("utf-8")
        words = frozenset(_WORD.findall(text))
        for table in sorted(words & world.TABLES - self._done):
            self._done.add(table)
            self._create(table, world.table_rows(table, self._cast))
        if words & world.ENDPOINT_TABLES - self._done:
            self._done |= world.ENDPOINT_TABLES
            for table, rows in world.endpoint_rows():
                self._create(table, rows)
        for base, makes in _BASES.items():
            if words & makes:
                self._run(base)
        self._engine.fill(self._cast.own(text))

    def _create(self, table: str, rows: Iterable[Row]) -> None:
        own = self._cast.own
        create_with_rows(
            self._engine,
            table,
            [
                {
                    name: own(value) if isinstance(value, str) else value
                    for name, value in row.items()
                }
                for row in rows
            ],
        )


def _create_macros(engine: KqlEngine, now: datetime, *, seed: int, scale: float) -> None:
    moment = f"TIMESTAMP '{now.replace(tzinfo=None).isoformat(sep=' ')}'"
    engine.fill(
        f"""
        CREATE MACRO anchor() AS {moment};
        CREATE MACRO scaled(n) AS CAST(ceil(n * {scale!r}) AS BIGINT);
        CREATE MACRO pick(i, salt, n) AS CAST(hash(i, salt, {seed}) % n AS BIGINT);
        CREATE MACRO guid(i, salt) AS CAST(CAST(md5(i || salt || '{seed}') AS UUID) AS VARCHAR);
        """
    )
