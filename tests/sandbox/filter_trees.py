"""Random filters: each one as a text for the API and as a predicate over our own records.

The predicates are written from the records, without a look at how the sandbox reads filters.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from defender_tui.sandbox.data.records import IncidentRecord

Predicate = Callable[[IncidentRecord], bool]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COMPARE: Mapping[str, Callable[[object, object], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
}
ORDER: Mapping[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


@dataclass(frozen=True, slots=True)
class FilterTree:
    """A filter; `binds` is how tightly: 0 `or`, 1 `and`, 2 all else."""

    text: str
    accepts: Predicate
    binds: int = 2

    def inside(self, binds: int) -> str:
        """Give the text as an operand of something that binds so tightly."""
        return f"({self.text})" if self.binds < binds else self.text


@dataclass(frozen=True, slots=True)
class Names:
    """How one dialect names the filterable properties; None where it has none."""

    created: str
    updated: str
    enums: Mapping[str, tuple[Callable[[IncidentRecord], str], Sequence[str]]]
    tags: str | None


def ticks_of(moment: datetime) -> int:
    """Give 100 ns steps since 1970 of a moment as answers show it, with its seventh digit."""
    microseconds = (moment - _EPOCH) // timedelta(microseconds=1)
    return microseconds * 10 + microseconds % 10


def ticks_text(ticks: int) -> str:
    """Give a moment as a literal of a filter."""
    whole, fraction = divmod(ticks, 10_000_000)
    text = (_EPOCH + timedelta(seconds=whole)).strftime("%Y-%m-%dT%H:%M:%S")
    digits = f".{fraction:07d}" if fraction else ""
    return f"{text}{digits}Z"


def filter_trees(
    incidents: Sequence[IncidentRecord], names: Names
) -> st.SearchStrategy[FilterTree]:
    """Give filters over these incidents, with values that occur in them and near them."""
    leaves = [_owners(incidents)]
    for name, read in ((names.created, _created), (names.updated, _updated)):
        leaves.append(_moments(incidents, name, read))
    for name, (read_word, members) in names.enums.items():
        leaves.append(_members(name, read_word, members))
    if names.tags is not None:
        leaves.append(_tags(incidents, names.tags))
    return st.recursive(st.one_of(leaves), _combined, max_leaves=5)


def _created(incident: IncidentRecord) -> int:
    return ticks_of(incident.created_at)


def _updated(incident: IncidentRecord) -> int:
    return ticks_of(incident.updated_at)


def _moments(
    incidents: Sequence[IncidentRecord], name: str, read: Callable[[IncidentRecord], int]
) -> st.SearchStrategy[FilterTree]:
    def leaf(ticks: int, word: str, shift: int) -> FilterTree:
        limit, compare = ticks + shift, ORDER[word]
        return FilterTree(
            f"{name} {word} {ticks_text(limit)}", lambda one: compare(read(one), limit)
        )

    shifts = st.sampled_from((0, 0, 1, -1, 864_000_000_000))
    occurring = st.sampled_from([read(incident) for incident in incidents])
    return st.builds(leaf, occurring, st.sampled_from(list(ORDER)), shifts)


def _members(
    name: str, read: Callable[[IncidentRecord], str], members: Sequence[str]
) -> st.SearchStrategy[FilterTree]:
    def compared(word: str, member: str) -> FilterTree:
        return FilterTree(
            f"{name} {word} '{member}'", lambda one: _COMPARE[word](read(one), member)
        )

    def listed(wanted: list[str]) -> FilterTree:
        quoted = ", ".join(f"'{member}'" for member in wanted)
        return FilterTree(f"{name} in ({quoted})", lambda one: read(one) in wanted)

    member = st.sampled_from(list(members))
    return st.builds(compared, st.sampled_from(("eq", "ne")), member) | st.builds(
        listed, st.lists(member, min_size=1, max_size=3)
    )


def _owners(incidents: Sequence[IncidentRecord]) -> st.SearchStrategy[FilterTree]:
    def leaf(word: str, owner: str | None) -> FilterTree:
        quoted = "null" if owner is None else "'" + owner.replace("'", "''") + "'"
        return FilterTree(
            f"assignedTo {word} {quoted}", lambda one: _COMPARE[word](one.assigned_to, owner)
        )

    owners = sorted({incident.assigned_to or "o'brien and (co)" for incident in incidents})
    return st.builds(
        leaf, st.sampled_from(("eq", "ne")), st.none() | st.sampled_from([*owners, "x or y"])
    )


def _tags(incidents: Sequence[IncidentRecord], name: str) -> st.SearchStrategy[FilterTree]:
    def leaf(tag: str) -> FilterTree:
        return FilterTree(f"{name}/any(t:t eq '{tag}')", lambda one: tag in one.tags)

    known = sorted({tag for incident in incidents for tag in incident.tags})
    return st.builds(leaf, st.sampled_from([*known, "nothing"])) | st.just(
        FilterTree(f"{name}/any()", lambda one: bool(one.tags))
    )


def _combined(children: st.SearchStrategy[FilterTree]) -> st.SearchStrategy[FilterTree]:
    def both(left: FilterTree, right: FilterTree) -> FilterTree:
        return FilterTree(
            f"{left.inside(1)} and {right.inside(1)}",
            lambda one: left.accepts(one) and right.accepts(one),
            1,
        )

    def either(left: FilterTree, right: FilterTree) -> FilterTree:
        return FilterTree(
            f"{left.inside(0)} or {right.inside(0)}",
            lambda one: left.accepts(one) or right.accepts(one),
            0,
        )

    def neither(inner: FilterTree) -> FilterTree:
        return FilterTree(f"not ({inner.text})", lambda one: not inner.accepts(one))

    return (
        st.builds(both, children, children)
        | st.builds(either, children, children)
        | st.builds(neither, children)
    )
