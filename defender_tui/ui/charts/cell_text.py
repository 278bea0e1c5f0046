"""Names and categories for a plot that counts characters, although some fill two cells or none.

What does not fill exactly one cell is drawn as a stand-in for each of its cells, and put back once
the plot is a text.
"""

from __future__ import annotations

from rich.cells import cell_len

from ..text import shown

_FIRST, _LAST = 0xE000, 0xF8FE
_FILLER = chr(0xF8FF)


class CellText:
    """The stand-ins of one plot."""

    def __init__(self) -> None:
        self._clusters: dict[str, str] = {}

    def spelled(self, value: object, limit: int) -> str:
        """Give foreign text as one safe line with a character for each of its cells."""
        pieces: list[str] = []
        for character in shown(value, limit=limit).plain:
            # A mark without a cell of its own belongs to the character before it.
            if pieces and cell_len(character) == 0:
                pieces[-1] += character
            else:
                pieces.append(character)
        return "".join(self._stand_in(piece) for piece in pieces)

    def put_back(self, text: str) -> str:
        """Give a drawn text with what the stand-ins stand for."""
        for cluster, stand_in in self._clusters.items():
            text = text.replace(stand_in, cluster)
        return text.replace(_FILLER, "")

    def _stand_in(self, cluster: str) -> str:
        is_private = _FIRST <= ord(cluster[0]) <= ord(_FILLER)
        if len(cluster) == 1 and cell_len(cluster) == 1 and not is_private:
            return cluster
        if cluster not in self._clusters:
            code = _FIRST + len(self._clusters)
            if code > _LAST:
                return "?" * cell_len(cluster)
            fillers = max(cell_len(cluster) - 1, 0)
            self._clusters[cluster] = chr(code) + _FILLER * fillers
        return self._clusters[cluster]
