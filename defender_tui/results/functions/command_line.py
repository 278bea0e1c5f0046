"""A Windows command line as its arguments, by the rules of `CommandLineToArgvW`.

The program's name ends at a space, or at the next quote when it begins with one. In what follows,
backslashes count only before a quote: two make one, an odd one makes the quote plain. Of quotes in
a row, counting the one that opened, each third stands for itself.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-command-line
Source: https://learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import function, literal, text

_PROGRAM = '^(?:"([^"]*)"?|([^ \\t]*))'
_STATE = "c := {c}, done := {done}, word := {word}, quotes := {quotes}, slashes := {slashes}"
_STATE = f"struct_pack({_STATE}, run := {{run}}, open := {{open}})"
"""What has been read: `c` is the next character, `done` the whole arguments, `word` the one that
is being read, `quotes` how many are open (0 or 1, while a run lasts 2), `slashes` how many
backslashes came last, `run` whether a quote did, `open` whether an argument has begun."""


def _state(**changes: str) -> str:
    kept = {
        name: f"__s.{name}" for name in ("c", "done", "word", "quotes", "slashes", "run", "open")
    }
    return _STATE.format(**{**kept, **changes})


def _parse(command_line: str, kind: str) -> str:
    spelled = literal(kind)
    if spelled is None or spelled.lower() != "windows":
        raise ValueError("a kind of command line other than windows")
    rest = f"regexp_replace(__c, '{_PROGRAM}', '')"
    start = {
        "done": "CAST([] AS VARCHAR[])",
        "word": "''",
        "quotes": "0",
        "slashes": "0",
        "run": "false",
        "open": "false",
    }
    # A last space ends the last argument, unless a quote is still open.
    letters = f"regexp_extract_all({rest} || ' ', '(?s).')"
    steps = f"list_transform({letters}, lambda __l: {_STATE.format(c='__l', **start)})"
    read = f"list_reduce({steps}, lambda __s, __x: {_step()}, {_STATE.format(c=repr(''), **start)})"
    program = f"concat(regexp_extract(__c, '{_PROGRAM}', 1), regexp_extract(__c, '{_PROGRAM}', 2))"
    unended = "CASE WHEN __r.open THEN [__r.word[:-2]] ELSE [] END"
    arguments = f"list_concat(list_concat([{program}], __r.done), {unended})"
    whole = f"list_transform([{read}], lambda __r: to_json({arguments}))[1]"
    return (
        f"list_transform([{text(command_line)}], lambda __c:"
        f" CASE WHEN __c <> '' THEN {whole} END)[1]"
    )


def _step() -> str:
    backslash = _state(slashes="__s.slashes + 1", run="false", quotes=_SETTLED, open="true")
    halved = "__s.word || repeat('\\', __s.slashes // 2)"
    plain_quote = _state(word=f"{halved} || '\"'", slashes="0", run="false", open="true")
    counted = "__s.quotes + 1"
    is_third = f"__s.run AND {counted} = 3"
    quote = _state(
        word=f"CASE WHEN {is_third} THEN {halved} || '\"' ELSE {halved} END",
        quotes=f"CASE WHEN {is_third} THEN 0 ELSE {counted} END",
        slashes="0",
        run="true",
        open="true",
    )
    filled = "__s.word || repeat('\\', __s.slashes)"
    ended = _state(
        done=f"CASE WHEN __s.open THEN list_append(__s.done, {filled}) ELSE __s.done END",
        word="''",
        quotes="0",
        slashes="0",
        run="false",
        open="false",
    )
    letter = _state(
        word=f"{filled} || __x.c", quotes=_SETTLED, slashes="0", run="false", open="true"
    )
    return (
        f"CASE WHEN __x.c = '\\' THEN {backslash}"
        f" WHEN __x.c = '\"' AND __s.slashes % 2 = 1 THEN {plain_quote}"
        f" WHEN __x.c = '\"' THEN {quote}"
        f" WHEN __x.c IN (' ', chr(9)) AND {_SETTLED} = 0 THEN {ended}"
        f" ELSE {letter} END"
    )


_SETTLED = "(CASE WHEN __s.quotes = 2 THEN 0 ELSE __s.quotes END)"

FUNCTIONS = (function("parse_command_line", _parse, 2),)
