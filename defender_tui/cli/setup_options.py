"""The options of `defender-tui setup`. What reads them is imported only when one is given."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from ..core.permissions import Capability

CLOUDS = ("public", "gcc", "gcc-high", "dod", "china")
PROOFS = ("secret", "certificate", "federated")
REDIRECT_URI = "https://portal.azure.com"
USUAL_NAME = "defender-tui"


def add_setup_options(command: ArgumentParser) -> None:
    """Add everything but the identity to the command."""
    _add_plan(command)
    ways = command.add_mutually_exclusive_group()
    ways.add_argument(
        "--script", choices=["az", "powershell"], help="print only a script that does the same"
    )
    ways.add_argument(
        "--consent-link",
        type=_client_id,
        metavar="CLIENT_ID",
        help="print only the links by which customers consent to this application",
    )
    ways.add_argument(
        "--landed", metavar="URL", help="read the address where a customer's administrator landed"
    )
    command.add_argument(
        "--state", metavar="S", help="the state of the consent link; made up for a new link"
    )


def _add_plan(command: ArgumentParser) -> None:
    command.add_argument("--tenant", type=_tenant, metavar="T", help="its id or domain")
    command.add_argument(
        "--client-id",
        type=_client_id,
        metavar="ID",
        help="an application that is registered already",
    )
    command.add_argument(
        "--name",
        type=_app_name,
        metavar="N",
        default=USUAL_NAME,
        help=f"what to call the application ({USUAL_NAME})",
    )
    command.add_argument(
        "--features",
        type=_features,
        metavar="F",
        help="what it is to do, with commas, or “all”: "
        + ", ".join(_word(one) for one in Capability),
    )
    command.add_argument(
        "--credential",
        choices=PROOFS,
        default="secret",
        metavar="KIND",
        help="secret, certificate or federated (secret)",
    )
    command.add_argument(
        "--certificate", type=Path, metavar="FILE", help="the certificate to upload, without key"
    )
    command.add_argument("--issuer", metavar="URL", help="whose tokens a federated one trusts")
    command.add_argument("--subject", metavar="S", help="for whom those tokens are")
    command.add_argument("--partner", action="store_true", help="for the tenants of customers, too")
    command.add_argument(
        "--redirect-uri",
        type=_https,
        default=REDIRECT_URI,
        metavar="URL",
        help=f"where browsers go after consent ({REDIRECT_URI})",
    )
    command.add_argument("--cloud", choices=CLOUDS, default="public", help="(public)")


def _word(feature: Capability) -> str:
    return feature.value.replace(" ", "-")


def _tenant(text: str) -> str:
    return _checked(text, "..core.profiles", "tenant_problem")


def _client_id(text: str) -> str:
    return _checked(text, "..core.profiles", "client_id_problem")


def _app_name(text: str) -> str:
    return _checked(text, "..core.registration.plan", "app_name_problem")


def _checked(text: str, module: str, function: str) -> str:
    problem = getattr(import_module(module, __package__), function)(text)
    if problem:
        raise ArgumentTypeError(problem)
    return text.strip()


def _features(text: str) -> frozenset[Capability]:
    if text.strip().casefold() == "all":
        return frozenset(Capability)
    by_word = {_word(one): one for one in Capability}
    chosen = [word.strip().casefold().replace(" ", "-") for word in text.split(",")]
    unknown = [word for word in chosen if word not in by_word]
    if unknown:
        raise ArgumentTypeError(f"“{unknown[0]}” is not one of {', '.join(by_word)}")
    return frozenset(by_word[word] for word in chosen)


def _https(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_local = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
        is_good = (parts.scheme == "https" and bool(parts.hostname)) or is_local
    except ValueError:
        is_good = False
    if not is_good or not text.isprintable() or " " in text:
        raise ArgumentTypeError(f"“{text}” is not an https address")
    return text
