"""What README shows under "Use the sandbox with your own tool", run as it stands there."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .served import ROOT, plain_environment, run_program, serving

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]
SECTION = (
    (ROOT / "README.md")
    .read_text(encoding="utf-8")
    .partition("## Use the sandbox with your own tool\n")[2]
    .partition("\n## ")[0]
)


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder with the `sandbox.json` of a sandbox that serves."""
    home = tmp_path_factory.mktemp("readme")
    with serving("--seed", "3", home=home) as sandbox:
        (home / "sandbox.json").write_text(json.dumps(sandbox.line), encoding="utf-8")
        yield home


@pytest.mark.skipif(sys.platform == "win32", reason="the lines are for a POSIX shell")
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_shell_lines_start_a_sandbox_use_it_and_stop_it(
    curl: str, tmp_path: Path, shell: str
) -> None:
    for program in (shell, "jq"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    search = f"{Path(sys.executable).parent}:{plain_environment(tmp_path)['PATH']}"
    # A line that fails must not leave the sandbox behind.
    safely = ["set -eu", "trap 'kill $! 2>/dev/null || true' EXIT"]
    script = "\n".join([*safely, *_blocks("sh"), "wait", "echo ended"])
    finished = run_program([shell], home=tmp_path, stdin=script, PATH=search)
    assert (0, "") == (finished.returncode, finished.stderr)
    for expected in (
        r'^"[^"]+"$',  # names of incidents
        r'"FileName": ',  # rows of a hunt
        r'"@odata\.nextLink":"https://graph\.microsoft\.com/',
        r'"throttle:1@/graph"',
        r"HTTP/1\.1 429 ",
        r"^retry-after: \d+",
        r'"faults_hit":',
        r'"faults":\[\]',
        r"ended$",
    ):
        assert re.search(expected, finished.stdout, re.MULTILINE), expected


def test_the_python_lines_list_incidents(folder: Path) -> None:
    (script,) = _blocks("python")
    command = [sys.executable, "-W", "ignore::ResourceWarning", "-"]
    finished = run_program(command, home=folder, stdin=script)
    assert "" == finished.stderr
    assert 3 == len(re.findall(r"^\d+ \w+ \S", finished.stdout, re.MULTILINE))


def test_the_javascript_lines_list_alerts(node: str, folder: Path) -> None:
    (script,) = _blocks("js")
    trust = json.loads((folder / "sandbox.json").read_text(encoding="utf-8"))["ca_file"]
    (folder / "alerts.mjs").write_text(script, encoding="utf-8")
    finished = run_program([node, "alerts.mjs"], home=folder, NODE_EXTRA_CA_CERTS=trust)
    assert "" == finished.stderr
    severities = r"^(informational|low|medium|high) \S"
    assert 3 == len(re.findall(severities, finished.stdout, re.MULTILINE))


def test_every_language_of_the_section_is_tried_or_known_not_to_be() -> None:
    languages = set(re.findall(r"^```(\w+)$", SECTION, re.MULTILINE))
    # No PowerShell where these tests run.
    assert {"sh", "python", "js", "powershell"} == languages
