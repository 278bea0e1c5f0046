"""The commands and their options. Imports nothing costly, so that `--help` is quick."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter, _ActionsContainer
from collections.abc import Callable, Container

from .. import __version__
from ..core.resources import Resource
from ..core.words import IncidentStatus, Severity
from .values import assignment, factor, moment, moment_or_span, port, positive, words

FORMATS = ("table", "json", "csv")
_ENDING = """\
Without --profile or --demo, data commands read AZURE_TENANT_ID, AZURE_CLIENT_ID and
AZURE_CLIENT_SECRET, then the default profile. Data goes to stdout, everything else to stderr.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a role is missing, 4 throttled.
"""


Adder = Callable[[ArgumentParser], None]


class _Commands:
    """The sub-commands as they are added, each knowing the module that carries it out."""

    def __init__(
        self, parser: ArgumentParser, words: Container[str], *, is_required: bool = False
    ) -> None:
        self._group = parser.add_subparsers(
            metavar="COMMAND", title="commands", required=is_required
        )
        self._words = words

    def add(self, name: str, module: str, summary: str, add_options: Adder) -> None:
        """Add one command; `summary` is its line in the list and the start of its help.

        Its options are added only if its name is among the words: who names another command does
        not wait for them.
        """
        command: ArgumentParser = self._group.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            allow_abbrev=False,
        )
        command.set_defaults(module=module)
        if name in self._words:
            add_options(command)


class _EveryWord:
    def __contains__(self, _: object) -> bool:
        return True


def build_parser(argv: Container[str] = _EveryWord()) -> ArgumentParser:
    """Build the parser; the result's `module` names the module of `cli.commands` to run.

    It is whole for commands that occur in `argv` and for all if that is left out.
    """
    parser = ArgumentParser(
        prog="defender-tui",
        description="Terminal workbench for Microsoft Defender XDR; without a command it opens.",
        epilog=_ENDING,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(module="tui", profile=None, demo=False)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("--profile", metavar="NAME", help="open with this profile")
    commands = _Commands(parser, argv)
    commands.add("demo", "demo", "open the program on the embedded sandbox", _add_demo)
    commands.add("token", "token", "get a token and show what it may do", _add_token)
    commands.add("incidents", "incidents", "list incidents, the newest first", _add_incidents)
    commands.add("incident", "incident", "show or change one incident", _add_incident)
    commands.add("hunt", "hunt", "run a hunting query in KQL", _add_hunt)
    commands.add("kql", "kql_check", "check or format queries in files, offline", _add_kql)
    commands.add("doctor", "doctor", "check what a token needs, and say what to do", _add_doctor)
    commands.add("setup", "setup", "register an application in Entra, step by step", _add_setup)
    commands.add("sandbox", "sandbox", "serve the embedded Entra and Defender", _add_sandbox)
    return parser


def _add_demo(command: ArgumentParser) -> None:
    _add_data_set(command)
    _add_fault(command)


def _add_data_set(command: ArgumentParser) -> None:
    command.add_argument(
        "--scale", type=factor, default=1.0, metavar="N", help="how much hunting data (1)"
    )
    command.add_argument("--seed", type=int, default=0, metavar="N", help="which made-up data (0)")


def _add_fault(command: ArgumentParser) -> None:
    command.add_argument(
        "--fault",
        dest="faults",
        metavar="SPEC",
        action="append",
        default=[],
        help="spoil requests: NAME[:COUNT][@PATH], such as throttle:2@/graph; may be repeated",
    )


def _add_sandbox(command: ArgumentParser) -> None:
    command.add_argument("--port", type=port, default=0, metavar="P", help="any free one if 0 (0)")
    _add_data_set(command)
    command.add_argument("--incidents", type=positive, metavar="N", help="at least this many")
    command.add_argument(
        "--now", type=moment, metavar="ISO", help="let its clock start at this time"
    )
    _add_fault(command)
    command.add_argument(
        "--fault-delay", type=factor, metavar="S", help="seconds that slow faults take (5)"
    )
    command.add_argument("--no-quota", action="store_true", help="never answer 429")
    command.add_argument(
        "--row-limit", type=positive, metavar="N", help="cut answers to queries at N rows (100000)"
    )
    command.add_argument(
        "--host", metavar="ADDRESS", help="listen here (127.0.0.1); only loopback unless …"
    )
    command.add_argument(
        "--allow-remote", action="store_true", help="… other machines are to reach it"
    )
    command.add_argument(
        "--json",
        action="store_true",
        help="say where it is as one line of JSON, which is the only form there is",
    )
    command.add_argument("--exit-with-stdin", action="store_true", help=SUPPRESS)
    command.add_argument("--first-tables", nargs="+", default=[], help=SUPPRESS)


def _add_identity(command: ArgumentParser) -> None:
    # A default here would overwrite what was given before the command.
    who = command.add_mutually_exclusive_group()
    who.add_argument("--profile", metavar="NAME", default=SUPPRESS, help="use this profile")
    who.add_argument("--demo", action="store_true", help="use an embedded sandbox for this run")


def _add_format(command: ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, default="table", help="of stdout (table)")


def _add_output(command: ArgumentParser, forms: tuple[str, ...]) -> None:
    command.add_argument("--format", choices=forms, help="of what comes out (table)")
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to a new file instead; its ending says the form: .json, .csv, .md, .txt",
    )


def _add_as_code(command: _ActionsContainer, what: str) -> None:
    command.add_argument(
        "--as-code",
        choices=["curl", "python", "powershell", "csharp"],
        help=f"print {what} as code instead; nothing is sent",
    )


def _add_token(command: ArgumentParser) -> None:
    _add_identity(command)
    command.add_argument(
        "--resource",
        choices=[resource.value for resource in Resource],
        default=Resource.GRAPH.value,
        help="the API it is for (graph)",
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as JSON, without the token itself")
    how.add_argument("--raw", action="store_true", help="print the token itself and nothing else")
    _add_as_code(how, "the token request")
    command.add_argument(
        "--endpoint", choices=["v1", "v2"], default="v2", help="of the request in --as-code (v2)"
    )
    command.add_argument("--save", metavar="FILE", help="write the token, readable by you alone")
    command.add_argument(
        "--require",
        metavar="ROLE",
        nargs="+",
        action="extend",
        default=[],
        help="exit with 3 unless all these roles are held",
    )
    nested = _Commands(command, _EveryWord())
    nested.add("decode", "token_decode", "decode a pasted token, offline", _add_decode)


def _add_decode(decode: ArgumentParser) -> None:
    decode.add_argument("file", metavar="FILE", nargs="?", default="-", help="- is stdin (-)")
    decode.add_argument("--json", action="store_true", help="as JSON")


def _add_incidents(command: ArgumentParser) -> None:
    _add_identity(command)
    command.add_argument(
        "--status",
        type=words(IncidentStatus),
        metavar="S",
        help="one or more, with commas: " + ", ".join(IncidentStatus),
    )
    command.add_argument(
        "--severity",
        type=words(Severity),
        metavar="S",
        help="one or more, with commas: " + ", ".join(Severity),
    )
    command.add_argument("--assigned-to", metavar="U", help="the owner; “nobody” for none")
    command.add_argument(
        "--since", type=moment_or_span, metavar="D", help="updated since 2026-11-23, 12h, 7d …"
    )
    command.add_argument("--limit", type=positive, metavar="N", help="stop after this many")
    command.add_argument(
        "--watch", action="store_true", help="go on: print incidents as they appear or change"
    )
    command.add_argument(
        "--forget", action="store_true", help="delete what the profile keeps of the list on disk"
    )
    _add_as_code(command, "the request for the list")
    _add_output(command, FORMATS)


def _add_incident(command: ArgumentParser) -> None:
    _add_identity(command)
    command.add_argument("id", metavar="ID")
    command.add_argument(
        "--set",
        dest="changes",
        type=assignment,
        metavar="NAME=VALUE",
        nargs="+",
        action="extend",
        default=[],
        help="status, severity, assigned-to, classification, determination, title, tags",
    )
    command.add_argument("--comment", metavar="TEXT", help="add this comment")
    _add_output(command, ("table", "markdown", "json", "csv"))


def _add_kql(command: ArgumentParser) -> None:
    nested = _Commands(command, _EveryWord(), is_required=True)
    nested.add("check", "kql_check", "say what is wrong with queries", _add_query_files)
    nested.add("format", "kql_format", "print queries laid out anew", _add_kql_format)


def _add_query_files(command: ArgumentParser) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help="a text of KQL; - is stdin")


def _add_kql_format(command: ArgumentParser) -> None:
    _add_query_files(command)
    how = command.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="change the files instead of printing")
    how.add_argument(
        "--check", action="store_true", help="name the files that would change, and exit with 1"
    )


def _add_doctor(command: ArgumentParser) -> None:
    _add_identity(command)
    command.add_argument("--json", action="store_true", help="as JSON, when all is looked at")


def _add_setup(command: ArgumentParser) -> None:
    # Imports what the other commands do without.
    from .setup_options import add_setup_options

    _add_identity(command)
    add_setup_options(command)


def _add_hunt(command: ArgumentParser) -> None:
    _add_identity(command)
    command.add_argument("query", metavar="QUERY", nargs="?", help="the query; - reads stdin")
    command.add_argument("-f", "--file", metavar="FILE", help="read the query from a file")
    command.add_argument(
        "-p",
        "--parameter",
        dest="parameters",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a value for a parameter of the query; may be repeated",
    )
    command.add_argument("--timespan", metavar="P7D", help="ISO 8601, also start/end (Graph only)")
    command.add_argument(
        "--split",
        action="store_true",
        help="run the query in parts of its time where it meets a limit, and give all rows",
    )
    command.add_argument(
        "--api",
        choices=["graph", "xdr", "local"],
        help="what answers (the profile's choice); local: the files after -t",
    )
    command.add_argument(
        "-t",
        "--table",
        dest="tables",
        metavar="NAME=FILE",
        action="append",
        default=[],
        help="with --api local: a file of rows (CSV, JSON, NDJSON, Parquet) and its table's name",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write the rows to a file instead: .csv, .json, .ndjson, .parquet or .md",
    )
    command.add_argument(
        "--raw", action="store_true", help="with -o FILE.csv: also what a spreadsheet would run"
    )
    command.add_argument(
        "--manifest",
        action="store_true",
        help="with -o: write beside the file where the rows came from, and its checksum",
    )
    _add_as_code(command, "the query")
    _add_format(command)
