"""The doors at an address: bound early, opened when everything behind them runs."""

import asyncio
import errno
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from socket import (
    AF_INET,
    AF_INET6,
    SO_REUSEADDR,
    SOCK_DGRAM,
    SOCK_STREAM,
    SOL_SOCKET,
    getaddrinfo,
    socket,
)
from socket import gaierror as AddressError
from urllib.parse import urlsplit

from aiohttp import web

from queue_server.cli.serving.house import House
from queue_server.cli.trouble import Trouble
from queue_server.config import ServerConfig, TlsConfig, VoiceConfig
from queue_server.voice.speaker import Manner, Speaker
from queue_server.web.app import Doors, Pace, make_app

AddRoutes = Callable[[web.Application], None]

_FAREWELL_S = 0.8
_SHUTDOWN_S = 0.5
_BACKLOG = 1024
_ANSWERS_WITHIN_S = 5
_SOMEWHERE = ("10.255.255.255", 9)
"""Any address in another network."""


def bound(host: str, port: int) -> socket:
    """Return a socket that holds the address, though nobody listens at it yet.

    Raises:
        Trouble: the address is taken, or none of ours.
    """
    try:
        family, kind, protocol, _, address = getaddrinfo(host, port, type=SOCK_STREAM)[0]
    except AddressError as error:
        raise Trouble(f"There is no address {host}: {error.strerror}.") from error
    holder = socket(family, kind, protocol)
    holder.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        holder.bind(address)
    except OSError as error:
        holder.close()
        raise _unusable(host, port, error) from error
    return holder


def _unusable(host: str, port: int, error: OSError) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        return Trouble(f"Port {port} of {host} is taken by another program; choose another one.")
    if error.errno == errno.EACCES:
        return Trouble(f"Port {port} may only be used by the system's administrator.")
    return Trouble(f"{host}:{port} cannot be used: {error.strerror}.")


def url_of(holder: socket, host: str, *, tls: bool = False) -> str:
    """Return where people reach a bound socket."""
    name = f"[{host}]" if holder.family == AF_INET6 and ":" in host else host
    return f"{'https' if tls else 'http'}://{name}:{holder.getsockname()[1]}"


def lan_url(holder: socket, *, tls: bool = False) -> str | None:
    """Return where other machines reach a socket that listens in every network, if they do."""
    if holder.family != AF_INET or holder.getsockname()[0] != "0.0.0.0":
        return None
    with socket(AF_INET, SOCK_DGRAM) as probe:
        try:
            # nothing is sent: the system only says which of our addresses it would use
            probe.connect(_SOMEWHERE)
        except OSError:
            return None
        address = probe.getsockname()[0]
    return f"{'https' if tls else 'http'}://{address}:{holder.getsockname()[1]}"


@asynccontextmanager
async def open_doors(
    house: House,
    config: ServerConfig,
    holder: socket,
    *,
    demo: bool = False,
    before_others: AddRoutes | None = None,
    lent_token: str | None = None,
) -> AsyncIterator[None]:
    """Open the doors at `holder`, and close them with a word to every screen.

    Raises:
        Trouble: certificate or address cannot be used.
    """
    made_of = _made_of(house, config, demo)
    made_of = replace(made_of, lent_token=lent_token, before_others=before_others)
    app = make_app(made_of, Pace(farewell_s=_FAREWELL_S))
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_SHUTDOWN_S)
    tls = _tls(config.tls)
    await runner.setup()
    try:
        site = web.SockSite(runner, holder, ssl_context=tls, backlog=_BACKLOG)
        try:
            await site.start()
        except OSError as error:
            raise _unusable(config.host, holder.getsockname()[1], error) from error
        yield
    finally:
        await runner.cleanup()


def _made_of(house: House, config: ServerConfig, demo: bool) -> Doors:
    hosts = set(config.allowed_hosts)
    public = urlsplit(config.public_url).hostname
    if hosts and public:
        hosts.add(public)
    return Doors(
        engines=house.engines,
        registry=house.registry,
        records=house.records,
        archive=house.archive,
        demo=demo,
        https=config.https,
        hosts=frozenset(hosts),
        metrics_token=config.metrics_token or None,
        speaker=_speaker(config.voice),
    )


def _speaker(config: VoiceConfig) -> Speaker:
    pack = Path(config.pack) if config.pack else None
    return Speaker(Manner(pack=pack, voice=config.voice, english=config.english))


def _tls(config: TlsConfig | None) -> ssl.SSLContext | None:
    if config is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(config.cert, config.key)
    except (OSError, ssl.SSLError) as error:
        raise Trouble(f"The certificate {config.cert} cannot be used: {error}.") from error
    return context


async def answers(holder: socket) -> None:
    """Wait until the doors at `holder` really answer.

    Raises:
        Trouble: they do not.
    """
    host, port = holder.getsockname()[:2]
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN_S):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError) as error:
        raise Trouble(f"The server does not answer at port {port}.") from error
    if b" 200 " not in line:
        raise Trouble(f"The server is not ready: {line.decode('ascii', 'replace').strip()}.")
