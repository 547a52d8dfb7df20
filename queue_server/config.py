"""What a server is told before it starts: one TOML file, read once, secrets also from outside.

Rule 1: a key we do not know is an error that names the file and the key; nothing is guessed.
Rule 2: what managers change (fields, counters, hours) is no configuration; it is the plan.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

FILE_NAME = "server.toml"
METRICS_TOKEN = "QUEUE_SERVER_METRICS_TOKEN"
DATABASE = "QUEUE_SERVER_DATABASE"
"""A database address may hold a password, so it too may come from the environment."""

_KEY_FAULT = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<key>.*)`$")


class ConfigError(Exception):
    """The configuration cannot be used; the text says which file and which key."""


class LogConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the server logs; it always logs to standard output."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    json: bool = False
    """One JSON object a line, for machines that collect logs."""


class TlsConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Certificate and key, where no other program in front speaks TLS."""

    cert: str
    key: str


class VoiceConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How calls are spoken."""

    pack: str = ""
    """The folder of a clip pack; empty means that espeak-ng says everything."""
    voice: str = "vi"
    """Which of espeak-ng's voices says what is not recorded: vi, vi-vn-x-central, vi-vn-x-south."""
    english: bool = False
    """Say every call in English too."""


class ServerConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a server is told."""

    host: Annotated[str, Meta(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    """0 lets the system choose a free one."""
    database: str = ""
    """The folder of the SQLite database; empty is the folder of this file."""
    allowed_hosts: tuple[str, ...] = ()
    """Names browsers may use for this server; none is any name."""
    public_url: str = ""
    """How citizens' phones reach this server, e.g. https://so.example.gov.vn."""
    metrics_token: str = ""
    """Opens /metrics to other machines; without it only this machine may read them."""
    log: LogConfig = LogConfig()
    tls: TlsConfig | None = None
    voice: VoiceConfig = VoiceConfig()

    @property
    def folder(self) -> Path:
        """The folder of the database."""
        return Path(self.database)

    @property
    def https(self) -> bool:
        """Whether browsers reach us by https, here or through a program in front."""
        return self.tls is not None or self.public_url.startswith("https://")


def of_folder(folder: Path, environment: Mapping[str, str]) -> ServerConfig:
    """Return the configuration of a data folder: its own file, or the defaults without one.

    Raises:
        ConfigError: the folder's file cannot be used.
    """
    file = folder / FILE_NAME
    if file.exists():
        return read(file, environment)
    return _with_secrets(ServerConfig(database=str(folder.absolute())), environment)


def read(file: Path, environment: Mapping[str, str]) -> ServerConfig:
    """Return the configuration in `file`.

    Raises:
        ConfigError: it cannot be read, is no TOML, or has a key or value that is wrong.
    """
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    try:
        config = msgspec.convert(found, ServerConfig)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {_told(str(error))}") from error
    return _with_secrets(_at_home(config, file.absolute().parent), environment)


def _told(message: str) -> str:
    """Return msgspec's message with the key in front."""
    parts = _KEY_FAULT.match(message)
    what, where = (parts["what"], parts["key"] or "") if parts else (message, "")
    unknown = _UNKNOWN.match(what)
    if unknown:
        return f"{f'{where}.' if where else ''}{unknown['key']}: there is no such key"
    return f"{where}: {what}" if where else what


def _at_home(config: ServerConfig, home: Path) -> ServerConfig:
    """Let relative paths start at the configuration's own folder."""
    if "://" not in config.database:
        config = replace(config, database=str(home / config.database))
    if config.voice.pack:
        config = replace(config, voice=replace(config.voice, pack=str(home / config.voice.pack)))
    if config.tls is not None:
        tls = TlsConfig(cert=str(home / config.tls.cert), key=str(home / config.tls.key))
        config = replace(config, tls=tls)
    return config


def _with_secrets(config: ServerConfig, environment: Mapping[str, str]) -> ServerConfig:
    return replace(
        config,
        metrics_token=environment.get(METRICS_TOKEN, config.metrics_token),
        database=environment.get(DATABASE, config.database),
    )
