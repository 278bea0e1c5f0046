"""Nobody's text breaks out of the literal that it is written as."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.as_code.quoting import (
    csharp_text,
    powershell_lines,
    powershell_text,
    python_text,
    shell_text,
)
from defender_tui.core.errors import ConfigError

HOSTILE = (
    "'; rm -rf ~; '",
    '"; System.Diagnostics.Process.Start("calc"); "',
    "$(touch broken)`touch broken`${HOME}",
    "x\n'@\nRemove-Item broken\n@'",
    "x\n  \u2019@\nRemove-Item broken",
    "\u2018; Remove-Item broken; \u201b",
    "%USERNAME% && calc",
    "\\",
    "\\'",
    '"""',
    "'''",
    "back`tick",
    "\x1b]0;title\x07\x7f\x9b",
    "a\rb\u2028c\x85d",
    "\U0001f600 \ud800 é",
    "",
)
# What a single-quoted string of PowerShell can be: quotes of any kind stand doubled in it.
QUOTE = "'\u2018\u2019\u201a\u201b"
SINGLE_QUOTED = re.compile(f"'(?:[^{QUOTE}]|[{QUOTE}]{{2}})*'")

texts = st.text() | st.sampled_from(HOSTILE) | st.text(alphabet="'\"\\$`@\n\r\u2019 x")


@given(texts)
def test_python_reads_the_text_back(text: str) -> None:
    literal = python_text(text)
    assert text == ast.literal_eval(literal)
    assert literal.isprintable()


@given(texts)
def test_csharp_has_the_escapes_of_json(text: str) -> None:
    literal = csharp_text(text)
    assert text == json.loads(literal)
    assert literal.isascii()
    assert literal.isprintable()


def _powershell_value(literal: str) -> str:
    """Read a literal as PowerShell does, as far as these are written."""
    escaped = re.fullmatch(r"\((.*) \| ConvertFrom-Json\)", literal, re.DOTALL)
    quoted = escaped.group(1) if escaped else literal
    assert SINGLE_QUOTED.fullmatch(quoted)
    assert quoted.isprintable()
    inner = re.sub(f"([{QUOTE}])[{QUOTE}]", r"\1", quoted[1:-1])
    return str(json.loads(inner)) if escaped else inner


@given(texts)
def test_powershell_reads_the_text_back(text: str) -> None:
    assert text == _powershell_value(powershell_text(text))


@given(texts)
def test_a_here_string_ends_only_at_its_end(text: str) -> None:
    literal = powershell_lines(text)
    if not literal.startswith("@'\n"):
        assert text == _powershell_value(literal)
        return
    assert f"@'\n{text}\n'@" == literal
    ends = [line for line in literal.split("\n")[1:] if re.match(f"\\s*[{QUOTE}]@", line)]
    assert ["'@"] == ends
    assert all(line.isprintable() for line in literal.split("\n"))


@pytest.mark.skipif(shutil.which("sh") is None, reason="sh is not installed")
def test_the_shell_reads_every_hostile_text_back() -> None:
    sendable = [text for text in HOSTILE if "\ud800" not in text]
    script = "".join(f"printf '%s\\0' {shell_text(text)}\n" for text in sendable)
    finished = subprocess.run(
        ["sh", "-s"], input=script.encode(), capture_output=True, check=True, timeout=20
    )
    assert b"" == finished.stderr
    assert sendable == finished.stdout.decode().split("\0")[:-1]


@given(texts)
def test_a_shell_word_has_its_quotes_in_pairs_around_what_it_quotes(text: str) -> None:
    if "\0" in text:
        with pytest.raises(ConfigError, match="NUL"):
            shell_text(text)
        return
    word = shell_text(text)
    assert re.fullmatch(r"'[^']*'(?:\\''[^']*')*", word)
    assert text == word[1:-1].replace("'\\''", "'")
