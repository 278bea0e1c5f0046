"""Random filters: each one as a text for the API and as a predicate over our own records.

The predicates are written from the records, without a look at how the sandbox reads filters.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    enum_types: Mapping[str, str] = field(default_factory=dict)
    """The full name of a property's enumeration, where a filter may write it."""


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
        leaves.append(_members(name, read_word, members, names.enum_types.get(name)))
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
    def leaf(ticks: int, word: str, shift: int, is_mirrored: bool) -> FilterTree:
        limit, compare = ticks + shift, ORDER[word]
        if is_mirrored:
            return FilterTree(
                f"{ticks_text(limit)} {word} {name}", lambda one: compare(limit, read(one))
            )
        return FilterTree(
            f"{name} {word} {ticks_text(limit)}", lambda one: compare(read(one), limit)
        )

    def listed(ticks: list[int]) -> FilterTree:
        texts = ",".join(ticks_text(one) for one in ticks)
        return FilterTree(f"{name} in ({texts})", lambda one: read(one) in ticks)

    shifts = st.sampled_from((0, 0, 1, -1, 864_000_000_000))
    occurring = st.sampled_from([read(incident) for incident in incidents])
    return st.builds(
        leaf, occurring, st.sampled_from(list(ORDER)), shifts, st.booleans()
    ) | st.builds(listed, st.lists(occurring, min_size=1, max_size=3))


def _members(
    name: str,
    read: Callable[[IncidentRecord], str],
    members: Sequence[str],
    type_name: str | None,
) -> st.SearchStrategy[FilterTree]:
    spellings = st.sampled_from(("{}", "{}", (type_name or "") + "{}"))
    cases = st.sampled_from((str, str, str.lower, str.upper))

    def compared(word: str, member: str, spelling: str, case: Callable[[str], str]) -> FilterTree:
        literal = spelling.format(f"'{case(member)}'")
        return FilterTree(f"{name} {word} {literal}", lambda one: _COMPARE[word](read(one), member))

    def listed(wanted: list[str]) -> FilterTree:
        quoted = ", ".join(f"'{member}'" for member in wanted)
        return FilterTree(f"{name} in ({quoted})", lambda one: read(one) in wanted)

    member = st.sampled_from(list(members))
    return st.builds(compared, st.sampled_from(("eq", "ne")), member, spellings, cases) | st.builds(
        listed, st.lists(member, min_size=1, max_size=3)
    )


def _owners(incidents: Sequence[IncidentRecord]) -> st.SearchStrategy[FilterTree]:
    def leaf(word: str, owner: str | None) -> FilterTree:
        return FilterTree(
            f"assignedTo {word} {_quoted(owner)}",
            lambda one: _COMPARE[word](one.assigned_to, owner),
        )

    def ordered(word: str, limit: str) -> FilterTree:
        def accepts(one: IncidentRecord) -> bool:
            owner = one.assigned_to
            if owner is None:
                return word == "ne"
            return ORDER[word]((owner > limit) - (owner < limit), 0)

        return FilterTree(f"assignedTo {word} {_quoted(limit)}", accepts)

    def listed(wanted: list[str | None]) -> FilterTree:
        texts = ("null" if one is None else "'" + one.replace("'", "''") + "'" for one in wanted)
        return FilterTree(
            f"assignedTo in ({','.join(texts)})", lambda one: one.assigned_to in wanted
        )

    owners = sorted({incident.assigned_to or "o'brien and (co)" for incident in incidents})
    some = st.sampled_from([*owners, "x or y"])
    return (
        st.builds(leaf, st.sampled_from(("eq", "ne")), st.none() | some)
        | st.builds(ordered, st.sampled_from(list(ORDER)), some)
        | st.builds(listed, st.lists(st.none() | some, min_size=1, max_size=3))
    )


def _quoted(text: str | None) -> str:
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def _tags(incidents: Sequence[IncidentRecord], name: str) -> st.SearchStrategy[FilterTree]:
    def some(word: str, tag: str) -> FilterTree:
        return FilterTree(
            f"{name}/any(t:t {word} '{tag}')",
            lambda one: any(_COMPARE[word](known, tag) for known in one.tags),
        )

    def every(word: str, tag: str) -> FilterTree:
        return FilterTree(
            f"{name}/all(t: t {word} '{tag}')",
            lambda one: all(_COMPARE[word](known, tag) for known in one.tags),
        )

    def with_outside(tags: list[str]) -> FilterTree:
        quoted = ",".join(f"'{tag}'" for tag in tags)
        return FilterTree(
            f"{name}/any(t:t in ({quoted}) and not(severity eq 'high'))",
            lambda one: one.severity != "high" and any(tag in tags for tag in one.tags),
        )

    known = sorted({tag for incident in incidents for tag in incident.tags})
    tag, words = st.sampled_from([*known, "nothing"]), st.sampled_from(("eq", "ne"))
    return (
        st.builds(some, words, tag)
        | st.builds(every, words, tag)
        | st.builds(with_outside, st.lists(tag, min_size=1, max_size=3))
        | st.just(FilterTree(f"{name}/any()", lambda one: bool(one.tags)))
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

    def neither(inner: FilterTree, gap: str) -> FilterTree:
        return FilterTree(f"not{gap}({inner.text})", lambda one: not inner.accepts(one))

    return (
        st.builds(both, children, children)
        | st.builds(either, children, children)
        | st.builds(neither, children, st.sampled_from((" ", "", "  ")))
    )
