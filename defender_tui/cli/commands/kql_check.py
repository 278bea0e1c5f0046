"""`defender-tui kql check`: what is wrong with the queries of files, offline."""

from __future__ import annotations

from argparse import Namespace

from ...core.text import one_line
from ...kql import load_schema
from ...kql.diagnostics import Diagnostic, Severity, diagnose
from ..query_files import for_each_file, shown_name


def run(arguments: Namespace) -> int:
    """Print each finding as `file:line:column: severity: message`, lines and columns from 1.

    Gives 1 when one of them is an error, or a file cannot be read.
    """
    return for_each_file(arguments.files, _check)


def _check(name: str, text: str) -> bool:
    found = diagnose(text, load_schema())
    for finding in found:
        print(one_line(f"{shown_name(name)}:{_place(text, finding)}: {finding.message}"))
    return all(finding.severity is not Severity.ERROR for finding in found)


def _place(text: str, finding: Diagnostic) -> str:
    before = text[: finding.start]
    column = finding.start - (before.rfind("\n") + 1) + 1
    return f"{before.count(chr(10)) + 1}:{column}: {finding.severity}"
