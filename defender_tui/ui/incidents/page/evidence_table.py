"""An incident's evidence across its alerts, each thing once, under the heading of its kind."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ....core.evidence_kinds import kind_words
from ....core.gathered_evidence import GatheredEvidence, by_kind
from ....core.wording import in_words
from ...text import shown
from ...widgets.grid import GridColumn

COLUMNS = (
    GridColumn("label", "What", min_width=24, flexible=True),
    GridColumn("verdict", "Verdict", width=12, priority=1),
    GridColumn("remediation", "Remediation", width=14, priority=3),
    GridColumn("roles", "Roles", width=20, priority=4),
    GridColumn("alerts", "Alerts", width=6, align="right", priority=2),
)
_VERDICT_STYLES = {"malicious": "bold $text-error", "suspicious": "$text-warning"}


class EvidenceTable:
    """A grid's source with a heading before each kind."""

    def __init__(self, things: Sequence[GatheredEvidence]) -> None:
        self._rows: list[GatheredEvidence | Content] = []
        for kind, alike in by_kind(things):
            words = shown(kind_words(kind), limit=60).stylize("bold")
            count = (f"  {len(alike):,}", "$text-muted")
            self._rows += [Content.assemble(words, count), *alike]

    @property
    def row_count(self) -> int:
        """How many rows there are, headings among them."""
        return len(self._rows)

    def thing(self, row: int) -> GatheredEvidence | None:
        """Give the thing of a row; `None` for a heading and beyond the rows."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, GatheredEvidence) else None

    def heading(self, row: int) -> Content | None:
        """Give the words of a heading; `None` for a row with cells."""
        found = self._rows[row]
        return found if isinstance(found, Content) else None

    def cells(self, row: int) -> Sequence[Content]:
        """Give a row's cells in the order of `COLUMNS`; empty ones for a heading."""
        thing = self.thing(row)
        if thing is None:
            return [Content("")] * len(COLUMNS)
        item = thing.item
        verdict = shown(in_words(item.verdict), limit=20)
        return (
            shown(item.label, limit=300),
            verdict.stylize(_VERDICT_STYLES.get(item.verdict or "", "")),
            shown(in_words(item.remediation), limit=30),
            shown(", ".join(map(in_words, item.roles)), limit=60),
            Content(f"{len(thing.alerts):,}"),
        )

    def want(self, first: int, last: int) -> None:
        """Do nothing: every row is here."""
