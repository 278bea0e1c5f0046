"""The way to each host of the cloud: proxy, name, connection, certificate, and the time there."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...core.credentials import VaultValue
from ...core.errors import ConfigError, DefenderTuiError
from ...core.profiles import Profile
from ...core.resources import Resource
from ...core.vaults import vault_url
from .check import Check, broken, failed, passed, skipped, warned

if TYPE_CHECKING:
    from ...client.probe.reach import Reach

CA, PROXY, CLOCK = "CA", "proxy", "clock"
DNS, TCP, TLS = "DNS", "TCP", "TLS"
SKEW_TO_MENTION = timedelta(seconds=60)
# Entra takes assertions and tokens whose times are at most so far off.
SKEW_TO_REFUSE = timedelta(seconds=300)


async def check_trust(profile: Profile) -> tuple[Check, ssl.SSLContext | None]:
    """Look which certificates are believed; gives the context, or `None` without a usable one."""
    from ...client.probe.trust import setting_without_effect, trust_in_force
    from ...client.tls import ssl_context

    try:
        context = await asyncio.to_thread(ssl_context, profile.ca_file)
    except ConfigError as error:
        return broken(CA, error), None
    found = trust_in_force(profile.ca_file)
    if ignored := setting_without_effect(profile.ca_file):
        return warned(
            CA,
            f"{found}; {ignored} is set and has no effect here",
            "If that file holds a CA that is needed, name it in SSL_CERT_FILE or in the "
            "profile's ca_file.",
        ), context
    return passed(CA, found), context


def addresses(profile: Profile) -> tuple[str, ...]:
    """Give one URL for each host that the profile's work goes to, the identity provider first."""
    cloud = profile.cloud
    # A vault has a host of its own; the one in the cloud's table may only name the audience.
    apis = [url for resource, url in cloud.hosts.items() if resource is not Resource.KEYVAULT]
    if isinstance(profile.credential, VaultValue):
        # An address that is none of the cloud's is the credential's fault, and told there.
        with suppress(ConfigError):
            apis.append(vault_url(cloud, profile.credential.vault))
    urls: dict[str, str] = {}
    for url in (cloud.authority, *apis):
        urls.setdefault(urlsplit(url).netloc, url)
    return tuple(urls.values())


async def try_hosts(urls: Sequence[str], context: ssl.SSLContext) -> list[Reach]:
    """Go to all hosts at once.

    Raises:
        ConfigError: the proxy settings of this machine cannot be used.
    """
    from ...client.probe.reach import reach

    return list(await asyncio.gather(*(reach(url, context) for url in urls)))


def check_proxy(reaches: Sequence[Reach]) -> Check:
    """Look which hosts are reached through which proxy, and whether it lets us through."""
    from ...client.probe.reach import Stage
    from ...client.probe.trust import proxy_setting

    ways = {via: [one.host for one in reaches if one.via == via] for via in _vias(reaches)}
    if not ways:
        return passed(PROXY, "none: every host is reached directly")
    set_by = proxy_setting()
    found = "; ".join(f"{via} ({set_by}) for {', '.join(hosts)}" for via, hosts in ways.items())
    if direct := [one.host for one in reaches if one.via is None]:
        found = f"{found}; direct for {', '.join(direct)}"
    dead = [f"{one.host}: {one.problem}" for one in reaches if one.stage is Stage.PROXY]
    if dead:
        step = f"Check {set_by} and NO_PROXY, and the proxy's own log."
        return failed(PROXY, f"{found}. Not let through to {'; '.join(dead)}", step)
    return passed(PROXY, found)


def _vias(reaches: Sequence[Reach]) -> list[str]:
    return list(dict.fromkeys(one.via for one in reaches if one.via is not None))


def check_host(reach: Reach) -> Iterator[Check]:
    """Give the lines of one host: name, connection, certificate; after a failure they are moot."""
    from ...client.probe.reach import Stage

    dns, tcp, tls = (f"{layer} {reach.host}" for layer in (DNS, TCP, TLS))
    if reach.via is not None:
        yield skipped(dns, f"the proxy {reach.via} resolves it")
        yield skipped(tcp, f"the proxy {reach.via} connects to it")
        yield _tls(tls, reach) if reach.stage > Stage.CONNECTION else _moot(tls)
    elif reach.stage is Stage.NAME:
        step = "Check the name in the profile's hosts or cloud, and this machine's name servers."
        yield failed(dns, reach.problem, step)
        yield _moot(tcp)
        yield _moot(tls)
    elif reach.stage is Stage.CONNECTION:
        yield passed(dns, "found")
        step = "Check the network and its firewall; where only a proxy leads out, set HTTPS_PROXY."
        yield failed(tcp, reach.problem, step)
        yield _moot(tls)
    else:
        yield passed(dns, reach.address or "found")
        yield passed(tcp, "connected")
        yield _tls(tls, reach)


def _moot(name: str) -> Check:
    return skipped(name, "not reached")


def _tls(name: str, reach: Reach) -> Check:
    from ...client.probe.reach import Stage

    shown = reach.certificate
    issuer = f"certificate by {shown.issuer}, until {shown.ends_at:%Y-%m-%d}" if shown else ""
    if reach.stage is Stage.THERE:
        return passed(name, ", ".join(part for part in (reach.tls_version, issuer) if part))
    step = reach.distrust.step if reach.distrust else "Try again."
    return failed(name, f"{reach.problem} ({issuer})" if issuer else reach.problem, step)


async def check_clock(url: str, context: ssl.SSLContext, now: datetime) -> Check:
    """Compare this machine's clock with that of the host of `url`."""
    from ...client.probe.server_time import server_time

    try:
        there = await server_time(url, context)
    except DefenderTuiError as error:
        return broken(CLOCK, error)
    if there is None:
        return skipped(CLOCK, "the identity provider tells no time")
    skew = now - there
    seconds = round(abs(skew).total_seconds())
    found = f"{seconds} s {'ahead of' if skew > timedelta() else 'behind'} the identity provider's"
    step = "Let this machine's clock be set by a time server; assertions and tokens depend on it."
    if abs(skew) > SKEW_TO_REFUSE:
        return failed(CLOCK, found, step)
    return warned(CLOCK, found, step) if abs(skew) > SKEW_TO_MENTION else passed(CLOCK, found)
