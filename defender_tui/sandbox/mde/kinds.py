"""The kinds of response actions: what each is called, needs and takes.

Source: https://learn.microsoft.com/defender-endpoint/api/machineaction, isolate-machine,
run-av-scan, stop-and-quarantine-file (2026-11-23)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of action.

    `segment` is its last part of the path, in lower case. `scope_field` is the property of the body
    that says how far it goes, with the values it knows. `sets` and `lifts` name the state that a
    machine is in after it, or is not in any more. `runs_for` is how long a healthy machine takes.
    """

    name: str
    segment: str
    role: str
    runs_for: timedelta
    scope_field: str = ""
    scopes: tuple[str, ...] = ()
    takes_file: bool = False
    is_for_windows: bool = False
    sets: str = ""
    lifts: str = ""


UNMANAGED = "UnManagedDevice"
COLLECT = Kind(
    "CollectInvestigationPackage",
    "collectinvestigationpackage",
    "Machine.CollectForensics",
    timedelta(seconds=90),
)
SCAN = Kind(
    "RunAntiVirusScan",
    "runantivirusscan",
    "Machine.Scan",
    timedelta(minutes=4),
    scope_field="ScanType",
    scopes=("Quick", "Full"),
)
QUARANTINE = Kind(
    "StopAndQuarantineFile",
    "stopandquarantinefile",
    "Machine.StopAndQuarantine",
    timedelta(seconds=40),
    takes_file=True,
    is_for_windows=True,
)
KINDS = (
    Kind(
        "Isolate",
        "isolate",
        "Machine.Isolate",
        timedelta(seconds=30),
        scope_field="IsolationType",
        scopes=("Full", "Selective", UNMANAGED),
        sets="isolated",
    ),
    Kind("Unisolate", "unisolate", "Machine.Isolate", timedelta(seconds=30), lifts="isolated"),
    SCAN,
    COLLECT,
    Kind(
        "RestrictCodeExecution",
        "restrictcodeexecution",
        "Machine.RestrictExecution",
        timedelta(seconds=30),
        is_for_windows=True,
        sets="restricted",
    ),
    Kind(
        "UnrestrictCodeExecution",
        "unrestrictcodeexecution",
        "Machine.RestrictExecution",
        timedelta(seconds=30),
        is_for_windows=True,
        lifts="restricted",
    ),
    QUARANTINE,
)
FURTHER_TYPES = ("Offboard", "LiveResponse")
"""Types that a filter may name, and that the sandbox does not do."""


def kind_at(segment: str) -> Kind | None:
    """Give the kind that a segment of a path names, in any case."""
    return next((kind for kind in KINDS if kind.segment == segment.lower()), None)
