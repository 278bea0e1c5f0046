"""What an analyst chose of the queue and wants to find again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .columns import COLUMNS, DEFAULT_COLUMNS, Group
from .wanted import MAX_AGE_DAYS, Owner, Wanted

SET_NUMBERS = range(1, 10)
_KNOWN = frozenset({"columns", "sort", "falling", "group", "me", "sets"})


@dataclass(frozen=True, slots=True)
class FilterSet:
    """A filter that is kept under a name."""

    name: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class QueuePreferences:
    """The look of the list, who “I” am, and the kept filters by number.

    `columns` are keys of `columns.COLUMNS` in their order on the screen, `sort` is one of them.
    `rest` is what another version of the program kept, to be written back.
    """

    columns: tuple[str, ...] = DEFAULT_COLUMNS
    sort: str = "activity"
    is_falling: bool = True
    group: Group = Group.NONE
    me: str = ""
    sets: Mapping[int, FilterSet] = field(default_factory=lambda: MappingProxyType({}))
    rest: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def with_set(self, number: int, kept: FilterSet | None) -> QueuePreferences:
        """Give them with another filter under a number, or with none."""
        sets = {key: one for key, one in self.sets.items() if key != number}
        if kept is not None:
            sets[number] = kept
        return replace(self, sets=MappingProxyType(dict(sorted(sets.items()))))


def read_preferences(kept: Mapping[str, object]) -> QueuePreferences:
    """Read what was kept; what makes no sense is as if it had never been chosen."""
    default = QueuePreferences()
    columns = tuple(dict.fromkeys(key for key in _texts(kept.get("columns")) if key in COLUMNS))
    sort = _text(kept.get("sort"))
    is_falling = kept.get("falling")
    return QueuePreferences(
        columns=columns or default.columns,
        sort=sort if sort in COLUMNS else default.sort,
        is_falling=is_falling if isinstance(is_falling, bool) else default.is_falling,
        group=_group(kept.get("group")),
        me=_text(kept.get("me")),
        sets=MappingProxyType(_sets(kept.get("sets"))),
        rest={key: value for key, value in kept.items() if key not in _KNOWN},
    )


def write_preferences(chosen: QueuePreferences) -> Mapping[str, object]:
    """Spell preferences as `read_preferences` reads them."""
    return {
        **chosen.rest,
        "columns": list(chosen.columns),
        "sort": chosen.sort,
        "falling": chosen.is_falling,
        "group": chosen.group.value,
        "me": chosen.me,
        "sets": {
            str(number): {"name": one.name, **_spelled(one.wanted)}
            for number, one in chosen.sets.items()
        },
    }


def _spelled(wanted: Wanted) -> Mapping[str, object]:
    return {
        "statuses": sorted(wanted.statuses),
        "severities": sorted(wanted.severities),
        "owner": wanted.owner.value,
        "owner_name": wanted.owner_name if wanted.owner is Owner.NAMED else "",
        "services": sorted(wanted.services),
        "tag": wanted.tag,
        "text": wanted.text,
        "age_days": wanted.age_days,
    }


def _sets(held: object) -> dict[int, FilterSet]:
    numbered = held if isinstance(held, Mapping) else {}
    found: dict[int, FilterSet] = {}
    for number in SET_NUMBERS:
        table = numbered.get(str(number))
        if isinstance(table, Mapping):
            name = _text(table.get("name")) or f"Filter {number}"
            found[number] = FilterSet(name, _wanted(table))
    return found


def _wanted(table: Mapping[object, object]) -> Wanted:
    days = table.get("age_days")
    is_age = isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= MAX_AGE_DAYS
    owner = _text(table.get("owner"))
    return Wanted(
        statuses=frozenset(_texts(table.get("statuses"))),
        severities=frozenset(_texts(table.get("severities"))),
        owner=Owner(owner) if owner in {one.value for one in Owner} else Owner.ANYBODY,
        owner_name=_text(table.get("owner_name")),
        services=frozenset(_texts(table.get("services"))),
        tag=_text(table.get("tag")),
        text=_text(table.get("text")),
        age_days=days if is_age and isinstance(days, int) else None,
    )


def _group(value: object) -> Group:
    known = {one.value: one for one in Group}
    return known.get(_text(value), Group.NONE)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> Iterable[str]:
    return (one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
