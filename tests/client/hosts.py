"""Hosts on loopback that are broken in one way each: for trying out the way to a host."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(handler: Handler, context: ssl.SSLContext | None) -> AsyncIterator[int]:
    """Listen on a free loopback port, with TLS when there is a context, and give the port."""
    listener = await asyncio.start_server(handler, "127.0.0.1", 0, ssl=context)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()


@asynccontextmanager
async def tls_host(context: ssl.SSLContext) -> AsyncIterator[str]:
    """Serve a host that shakes hands and hangs up, and give its URL."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.transport.abort()

    async with listening(hang_up, context) as port:
        yield f"https://127.0.0.1:{port}"


@asynccontextmanager
async def proxy_to(port: int, *, status: str = "200 Connected") -> AsyncIterator[str]:
    """Serve a proxy that takes every CONNECT to one loopback port, and give its host and port."""

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\n\r\n".encode())
        if not status.startswith("200"):
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    async with listening(tunnel, None) as own_port:
        yield f"127.0.0.1:{own_port}"


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while part := await reader.read(65536):
            writer.write(part)
    except ConnectionError:
        pass  # one side hung up: so does the other
    finally:
        writer.transport.abort()


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """Give the context of a server whose certificate is issued for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def client_context(authority: trustme.CA) -> ssl.SSLContext:
    """Give the context of a client that trusts this authority alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


def lax_authority(folder: Path, *, ended: bool = False) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a CA as careless companies have it: its basic constraints are not critical.

    Gives the context of a server for 127.0.0.1 and that of a client which trusts the CA and is
    as strict as those of Python 3.13. `ended` lets the server's certificate be out of date.
    """
    now = datetime.now(UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Careless CA")])

    def built(
        subject: x509.Name, public: ec.EllipticCurvePublicKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(ca_name, subject, public, x509.random_serial_number())
        ends = now - timedelta(days=1) if ended and subject != ca_name else now + timedelta(days=9)
        return (
            builder.not_valid_before(now - timedelta(days=9))
            .not_valid_after(ends)
            .add_extension(extension, critical=False)
            .sign(ca_key, hashes.SHA256())
        )

    ca = built(ca_name, ca_key.public_key(), x509.BasicConstraints(ca=True, path_length=None))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    own_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + built(own_name, key.public_key(), address).public_bytes(Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(cadata=ca.public_bytes(Encoding.PEM).decode())
    client.verify_flags |= 0 if ended else ssl.VERIFY_X509_STRICT
    return server, client


def free_port() -> int:
    """Give a loopback port that nobody listens on."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
