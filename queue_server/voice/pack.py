"""A clip pack: a folder with one recording for each piece of a sentence, and a list of them.

Rule 1: all clips of a pack have one sample rate; a pack that mixes them is refused.
Rule 2: a list names files of its own folder only.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from queue_server.voice.pieces import key
from queue_server.voice.sound import Sound, SoundError, levelled, read_wav, trimmed

MANIFEST: Final = "manifest.toml"
_LARGEST: Final = 8 * 1024 * 1024
_FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\.wav$")]


class PackError(Exception):
    """A clip pack cannot be used; the text says which file and why."""


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in a pack's list."""

    name: str
    clips: dict[str, _FileName]
    """What is said, and the file in which it is said."""


@dataclass(frozen=True, slots=True)
class ClipPack:
    """A pack that was read: its list is right and its files are there."""

    folder: Path
    name: str
    rate: int
    files: Mapping[str, Path]
    """By the key of what is said."""

    def clip(self, said: str) -> Sound:
        """Return a recording, trimmed and as loud as all others.

        Raises:
            PackError: its file is gone or was changed into something else.
        """
        return levelled(trimmed(read_sound(self.files[said])))


def read(folder: Path) -> ClipPack:
    """Return the pack in a folder.

    Raises:
        PackError: there is none, or it cannot be used.
    """
    manifest = _manifest(folder / MANIFEST)
    if not manifest.clips:
        raise PackError(f"{folder / MANIFEST}: names no clip")
    files = {key(said): folder / file for said, file in manifest.clips.items()}
    rates: dict[int, Path] = {}
    for file in files.values():
        rates.setdefault(read_sound(file).rate, file)
    if len(rates) > 1:
        told = ", ".join(f"{file.name} {rate} Hz" for rate, file in sorted(rates.items()))
        raise PackError(f"{folder}: all clips need one sample rate, and here are {told}")
    return ClipPack(folder, manifest.name, next(iter(rates)), files)


def write(folder: Path, name: str, clips: Mapping[str, str]) -> None:
    """Write a pack's list: what is said, and the file in which it is said."""
    lines = [f"name = {_quoted(name)}", "", "[clips]"]
    lines += [f"{_quoted(said)} = {_quoted(file)}" for said, file in clips.items()]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_sound(file: Path) -> Sound:
    """Return a recording as it is.

    Raises:
        PackError: it cannot be read or used.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise PackError(f"{file}: is too large for one clip")
        return read_wav(file.read_bytes())
    except OSError as error:
        raise PackError(f"{file}: cannot be read: {error.strerror}") from error
    except SoundError as error:
        raise PackError(f"{file}: {error}") from error


def _quoted(text: str) -> str:
    # a JSON string is a TOML string too
    return json.dumps(text, ensure_ascii=False)


def _manifest(file: Path) -> Manifest:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{file}: {error}") from error
    try:
        return msgspec.convert(found, Manifest)
    except msgspec.ValidationError as error:
        raise PackError(f"{file}: {error}") from error
