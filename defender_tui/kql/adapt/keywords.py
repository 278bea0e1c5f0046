"""Names that the translator's grammar takes for keywords, put in brackets where they are names.

Kusto knows by its place whether `title` or `count` is a name; the grammar does not.

Source: https://learn.microsoft.com/en-us/kusto/query/schema-entities/entity-names
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Change, Draft, Edit, Piece, written
from defender_tui.kql.adapt.names import spelled_in_brackets
from defender_tui.kql.lexer import TokenKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KEYWORDS = _words(
    """
    accumulate anomalychart anomalycolumns areachart as bagexpansion barchart bin_legacy boolean
    card columnchart consume containscs count datascope datatable date datetime decimal
    decodeblocks distinct double dynamic entity_group expandoutput extend external_data
    externaldata filter find first flags float getschema hotcache int int16 int32 int64 int8
    invoke isfuzzy join kind ladderchart last like likecs limit linechart long materialize mvapply
    mvexpand nooptimization notcontains notcontainscs notlike notlikecs of order others panels
    parse piechart pivotchart print project real regex relaxed sample scan scatterchart search
    serialize set simple sort stackedareachart string summarize table take time timechart timeline
    timepivot timespan title to top toscalar totable treemap uint uint16 uint32 uint64 uint8 ulong
    union uniqueid where with_itemindex with_match_id with_node_id with_source with_step_name
    withsource
    """
)
_OPERATORS = _words(
    """
    == != =~ !~ < > <= >= + - * / % and or in in~ !in !in~ has !has has_cs !has_cs has_any has_all
    contains !contains contains_cs !contains_cs startswith !startswith endswith !endswith
    hasprefix hassuffix matches between !between
    """
)
_BEFORE = _OPERATORS | _words(
    """
    , ( { by on where extend project project-away project-keep project-rename project-reorder
    summarize distinct mv-expand mv-apply not =
    """
)
_BEHIND = _OPERATORS | _words("= : , ) } | ; . [ ] asc desc to") | {""}
_BEGIN_PIPELINES = frozenset({"datatable", "externaldata", "find", "print", "search", "union"})
_PARAMETERS = frozenset(
    {
        "bagexpansion", "decodeblocks", "expandoutput", "flags", "isfuzzy", "kind",
        "with_itemindex", "with_source", "withsource",
    }
)  # fmt: skip
_PARAMETERISED = frozenset({"join", "lookup", "mv-apply", "mv-expand", "parse", "union"})


def is_keyword(name: str) -> bool:
    """Whether the grammar takes a bare name for one of its words."""
    return name in _KEYWORDS


def keywords(draft: Draft) -> Draft:
    """Bracket each keyword that stands where only a name can."""
    edits: list[Edit] = []
    changes: list[Change] = []
    for at, piece in enumerate(draft.pieces):
        if piece.text in _KEYWORDS and _is_name(draft.pieces, at):
            bracketed = written(spelled_in_brackets(piece.text), piece.origin)
            edits.append(Edit(at, at + 1, bracketed))
            changes.append(Change(piece.text, piece.origin))
    return draft.edited(edits, *changes) if edits else draft


def _is_name(pieces: Sequence[Piece], at: int) -> bool:
    word = pieces[at].text
    before = pieces[at - 1].text if at else ""
    behind = pieces[at + 1].text if at + 1 < len(pieces) else ""
    if behind == "(":
        return False
    if before == "." or (before == "let" and behind == "="):
        return True
    if at and pieces[at - 1].kind is TokenKind.STRING:
        # So stands a column in the pattern of `parse`, and nothing else.
        return behind in (":", "*") or behind[:1] in ("'", '"')
    if before not in _BEFORE or behind not in _BEHIND:
        return False
    if behind == "=" and word in _PARAMETERS and before in _PARAMETERISED:
        return False
    if before == "(" and at > 1 and pieces[at - 2].text == "typeof":
        return False
    if word in _BEGIN_PIPELINES:
        return before not in ("=", "(", ",", "{") or behind == "="
    return not (
        word == "count" and before == "(" and behind == ")" and _holds_operators(pieces, at)
    )


def _holds_operators(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the bracket before holds a pipeline without a source, as that of partition does."""
    return any(piece.text == "partition" for piece in pieces[max(at - 6, 0) : at])
