"""Random queries that can be split, over tables that the sandbox fills."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Subject:
    """A table with its time and columns that make equal rows when little else is kept."""

    table: str
    time: str
    columns: tuple[str, ...]


SUBJECTS = (
    Subject("DeviceProcessEvents", "Timestamp", ("DeviceId", "FileName", "ActionType")),
    Subject("DeviceNetworkEvents", "Timestamp", ("DeviceId", "ActionType", "RemotePort")),
    Subject("DeviceFileEvents", "Timestamp", ("DeviceId", "FileName", "ActionType")),
    Subject("IdentityLogonEvents", "Timestamp", ("AccountName", "ActionType", "LogonType")),
    Subject("CloudAppEvents", "Timestamp", ("ActionType", "Application", "AccountDisplayName")),
    Subject("EmailEvents", "Timestamp", ("RecipientEmailAddress", "EmailDirection")),
    Subject("AlertEvidence", "Timestamp", ("AlertId", "EntityType", "Severity")),
    Subject("CallActivityEvents", "ActivityTimestamp", ("ActivityType",)),
)
_DEVICES = tuple(one for one in SUBJECTS if "DeviceId" in one.columns)
_KNOWN = "DeviceInfo | summarize Platform = max(OSPlatform) by DeviceId"


def sliceable_query(random: Random) -> str:
    """Make one query; the same state of `random` gives the same."""
    shape = random.choice(
        (_plain, _plain, _bound, _called, _union, _union, _named_sources, _searched, _left_join,
         _right_join, _looked_up, _used_twice, _subquery)
    )  # fmt: skip
    return shape(random)


def _plain(random: Random) -> str:
    subject = random.choice(SUBJECTS)
    return f"{subject.table}{_operators(random, subject)}"


def _bound(random: Random) -> str:
    subject = random.choice(SUBJECTS)
    keep = random.choice(("", "materialize"))
    body = f"{subject.table}{_conditions(random, subject)}"
    return f"let found = {keep}({body}); // kept\nfound{_operators(random, subject)}"


def _called(random: Random) -> str:
    subject = random.choice(SUBJECTS)
    column = subject.columns[0]
    body = f"let known = {subject.table}; known | where {column} has part or {column} >= part"
    return (
        f"let matching = (part: string) {{ {body} }};\n"
        f'union matching("a"), (matching("d") | where {subject.time} > ago(20d))'
        f"{_shape(random, subject)}"
    )


def _union(random: Random) -> str:
    subjects = random.sample([one for one in SUBJECTS if one.time == "Timestamp"], 3)
    legs = [subjects[0].table]
    legs += [f"({one.table}{_conditions(random, one)})" for one in subjects[1:]]
    random.shuffle(legs)
    shared = Subject("", "Timestamp", ("ActionType",))
    keep = f"| project Timestamp, ReportId{_sorted(random, shared)}"
    if random.random() < 0.3:
        return f"{legs[0]} | union kind=outer {', '.join(legs[1:])} {keep}"
    return f"union {', '.join(legs)} {keep}"


def _named_sources(random: Random) -> str:
    tables = random.sample([one.table for one in _DEVICES], 2)
    return f"union withsource=Origin {', '.join(tables)} | project Origin, ActionType, DeviceId"


def _searched(random: Random) -> str:
    tables = random.sample(("AlertInfo", "AlertEvidence", "EmailAttachmentInfo"), 2)
    word = random.choice(("malware", "defender", "a"))
    return f'search in ({", ".join(tables)}) "{word}" | project $table, Timestamp'


def _left_join(random: Random) -> str:
    subject = random.choice(_DEVICES)
    kind = random.choice(("inner", "leftouter", "leftsemi", "leftanti"))
    right = f'{_KNOWN} | where Platform startswith "Win"'
    return (
        f"{subject.table}{_conditions(random, subject)}\n"
        f"| join kind={kind} hint.strategy=broadcast ({right}) on DeviceId"
        f"{_sorted(random, subject)}"
    )


def _right_join(random: Random) -> str:
    subject = random.choice(_DEVICES)
    kind = random.choice(("rightouter", "rightsemi", "rightanti"))
    right = random.choice((subject.table, f"({subject.table}{_conditions(random, subject)})"))
    return f'{_KNOWN} | where Platform startswith "Win" | join kind={kind} {right} on DeviceId'


def _looked_up(random: Random) -> str:
    subject = random.choice(_DEVICES)
    kind = random.choice(("", "kind=inner ", "kind=leftouter "))
    return (
        f"{subject.table} | lookup {kind}({_KNOWN}) on DeviceId"
        f" | project Platform, {subject.time}{_sorted(random, subject)}"
    )


def _used_twice(random: Random) -> str:
    subject = random.choice(_DEVICES)
    return (
        f"let acts = {subject.table}{_conditions(random, subject)};\n"
        "let busy = acts | summarize Acts = count() by DeviceId | where Acts > 2;\n"
        f"acts | join kind=inner (busy) on DeviceId | project DeviceId, Acts, {subject.time}"
        f"{_sorted(random, subject)}"
    )


def _subquery(random: Random) -> str:
    subject = random.choice(_DEVICES)
    return (
        f"let most = toscalar({subject.table} | summarize max({subject.time}));\n"
        f"let some = DeviceInfo | where ClientVersion != '' | distinct DeviceId;\n"
        f"{subject.table} | where DeviceId in (some) and {subject.time} < most"
        f"{_shape(random, subject)}"
    )


def _operators(random: Random, subject: Subject) -> str:
    return _conditions(random, subject) + _shape(random, subject)


def _conditions(random: Random, subject: Subject) -> str:
    column = random.choice(subject.columns)
    return random.choice(
        (
            "",
            f"\n| where {subject.time} > ago({random.randint(3, 29)}d)",
            f"\n| where {subject.time} between (ago(25d) .. ago({random.randint(1, 9)}d))",
            f"\n| where isnotempty({column}) // filled\n",
            f"\n| where strlen(tostring({column})) % 2 == {random.randint(0, 1)}",
        )
    )


def _shape(random: Random, subject: Subject) -> str:
    time = subject.time
    column = random.choice(subject.columns)
    shape = random.choice(
        (
            "",
            f"\n| extend Age = now() - {time}, Day = startofday({time})",
            f"\n| project {column}, {time}",
            f"\n| extend Kind = pack_array(tostring({column}), 'x')\n| mv-expand Kind",
            f"\n| project-keep {column}, {time}",
            f"\n| project-reorder {column}",
        )
    )
    if random.random() < 0.3:
        return f"\n| project {column}"
    return shape + _sorted(random, subject)


def _sorted(random: Random, subject: Subject) -> str:
    how = random.choice(("", " asc", " desc", " asc nulls last", " desc nulls first"))
    return f"\n| {random.choice(('sort', 'order'))} by {subject.time}{how}" if how else ""
