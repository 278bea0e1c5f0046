"""Code for Python, with nothing but its standard library."""

from __future__ import annotations

from pathlib import Path

from .calls import SECRET_VARIABLE, ApiCall, TokenCall
from .quoting import python_text

COMMENT = "#"


def opening(ca_file: Path | None, *, needs_secret: bool) -> list[str]:
    """Give what stands before everything else."""
    trust = f"cafile={python_text(str(ca_file))}" if ca_file else ""
    return [
        *([f"# Set {SECRET_VARIABLE} first."] if needs_secret else []),
        "import json",
        *(["import os"] if needs_secret else []),
        "import ssl",
        *(["import urllib.parse"] if needs_secret else []),
        "import urllib.request",
        "",
        f"trust = ssl.create_default_context({trust})",
    ]


def token(call: TokenCall, ca_file: Path | None) -> list[str]:
    """Give the lines that leave the token in `token`."""
    if not call.needs_secret:
        return [
            "direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))",
            "request = urllib.request.Request(",
            f"    {python_text(call.url)},",
            '    headers={"Metadata": "true"},',
            ")",
            "with direct.open(request) as answer:",
            '    token = json.load(answer)["access_token"]',
        ]
    return [
        "form = {",
        *(f'    "{name}": {python_text(value)},' for name, value in call.form.items()),
        f'    "client_secret": os.environ["{SECRET_VARIABLE}"],',
        "}",
        "data = urllib.parse.urlencode(form).encode()",
        f"url = {python_text(call.url)}",
        "with urllib.request.urlopen(url, data, context=trust) as answer:",
        '    token = json.load(answer)["access_token"]',
    ]


def show_token() -> list[str]:
    """Give the lines that print the token."""
    return ["print(token)"]


def request(call: ApiCall, ca_file: Path | None) -> list[str]:
    """Give the lines that make a call with `token` and print the answer."""
    headers = dict(call.headers)
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    return [
        *_body(call),
        "request = urllib.request.Request(",
        f"    {python_text(call.url)},",
        *(["    data=json.dumps(body).encode(),"] if call.body is not None else []),
        "    headers={",
        '        "Authorization": f"Bearer {token}",',
        *(f'        "{name}": {python_text(value)},' for name, value in headers.items()),
        "    },",
        f'    method="{call.method}",',
        ")",
        "with urllib.request.urlopen(request, context=trust) as answer:",
        "    print(json.dumps(json.load(answer), indent=2))",
    ]


def _body(call: ApiCall) -> list[str]:
    if call.body is None:
        return []
    lines = ["body = {"]
    for name, value in call.body.items():
        first, *others = value.splitlines(keepends=True) or [""]
        if others:
            parts = [f"        {python_text(line)}" for line in (first, *others)]
            lines += [f'    "{name}": (', *parts, "    ),"]
        else:
            lines.append(f'    "{name}": {python_text(first)},')
    return [*lines, "}"]
