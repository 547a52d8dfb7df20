"""`queue-server voice`: a clip pack is begun with a synthetic voice, and checked."""

import argparse
import re
import unicodedata
from pathlib import Path
from string import ascii_uppercase
from typing import Final

from queue_server.cli.serving import plans
from queue_server.cli.trouble import Trouble
from queue_server.domain import sentence
from queue_server.protocol.plan import Plan, Series
from queue_server.protocol.vocabulary import CentreId, SeriesId
from queue_server.voice import checking, pack
from queue_server.voice.espeak import NORTH, Espeak, SilentError
from queue_server.voice.pack import MANIFEST, PackError
from queue_server.voice.sound import levelled, trimmed, write_wav

_ANY_CENTRE: Final = Plan(
    centre=CentreId("any"),
    name_vi="",
    series=tuple(Series(id=SeriesId(letter), prefix=letter) for letter in ascii_uppercase),
)
"""Every letter, and counters that have numbers."""
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    make = verbs.add_parser("make", help="begin a clip pack: all recordings, by espeak-ng")
    make.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    make.add_argument("--name", default="espeak-ng", help="what people call this voice")
    make.add_argument("--voice", default=NORTH, help="one of espeak-ng's voices (vi)")
    make.set_defaults(do=_make)
    check = verbs.add_parser("check", help="say what a clip pack lacks, and what sounds wrong")
    check.add_argument("folder", type=Path, metavar="DIR", help="the clip pack")
    check.set_defaults(do=_check)
    for verb in (make, check):
        verb.add_argument(
            "--centre-file", type=Path, metavar="FILE", help="only what this centre needs"
        )


def _make(given: argparse.Namespace) -> int:
    folder: Path = given.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Trouble(f"{folder} is not empty; a clip pack needs a folder of its own.")
    folder.mkdir(parents=True, exist_ok=True)
    espeak = Espeak.found()
    files: dict[str, str] = {}
    for said in _needed(given):
        file = _file_name(said, set(files.values()))
        try:
            sound = levelled(trimmed(espeak.say(said, given.voice)))
        except SilentError as error:
            raise Trouble(f"“{said}” could not be said: {error}.") from error
        (folder / file).write_bytes(write_wav(sound))
        files[said] = file
    pack.write(folder, given.name, files)
    print(f"Made: {folder}, {len(files)} clips. Replace them by recordings, one by one;")
    print(f"what each says stands in {folder / MANIFEST}.")
    print(f"Then: queue-server voice check {folder}")
    return 0


def _check(given: argparse.Namespace) -> int:
    try:
        found = pack.read(given.folder)
    except PackError as error:
        raise Trouble(f"{error}.") from error
    needed = _needed(given)
    missing = checking.lacking(found, needed)
    for said in missing:
        print(f"missing: {said}")
    doubts = checking.doubts(found)
    print(*doubts, sep="\n", end="\n" if doubts else "")
    there = len(needed) - len(missing)
    print(f"{given.folder}: “{found.name}”, {found.rate} Hz: {there} of {len(needed)} pieces.")
    return 1 if missing or doubts else 0


def _needed(given: argparse.Namespace) -> tuple[str, ...]:
    """Return all that may have to be said."""
    plan = plans.from_file(given.centre_file) if given.centre_file is not None else _ANY_CENTRE
    return sentence.clips_vi(plan)


def _file_name(said: str, taken: set[str]) -> str:
    """Return a name without accents that no other clip has: một, mốt and mười stay apart."""
    plain = unicodedata.normalize("NFD", said.casefold().replace("đ", "d"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    stem = _NOT_IN_A_NAME.sub("-", letters).strip("-") or "clip"
    name, count = f"{stem}.wav", 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}.wav"
    return name
