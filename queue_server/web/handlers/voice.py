"""The voice of the boards: the sound of a call, and what the voice still lacks."""

from typing import Final

from aiohttp import web
from msgspec import Struct

from queue_server.domain import sentence
from queue_server.domain.showing import boards
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.voice.checking import lacking
from queue_server.voice.speaker import Speaker
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import answer

WAV: Final = "audio/wav"
_KEEP: Final = "private, max-age=600"
"""A board plays the same call twice, and another one beside it too."""


class VoiceView(Struct, frozen=True, kw_only=True):
    """How calls are spoken here."""

    speaks: bool
    """False: every call is a chime alone."""
    espeak: bool
    """Whether espeak-ng is there for what is not recorded."""
    pack: str | None
    """The clip pack's name."""
    clips: int
    missing: tuple[str, ...]
    """What the plan's calls need and nobody has recorded; without a pack that is nothing."""
    fault: str | None
    """Why the pack cannot be used."""
    sentence_vi: str
    sentence_en: str


async def audio(asked: Asked) -> web.Response:
    """Answer with the sound of a call."""
    serial = asked.request.match_info["call"]
    if not (serial.isascii() and serial.isdigit() and len(serial) < 19):
        raise Refused("unknown_call")
    call = await asked.engine.ask(lambda floor, now: boards.call_now(floor, int(serial)))
    sound = await asked.context.speaker.call(call.sentence_vi, call.sentence_en)
    return web.Response(body=sound, content_type=WAV, headers={"Cache-Control": _KEEP})


async def voice(asked: Asked) -> web.Response:
    """Answer with how calls are spoken, and what is missing for it."""
    plan = await asked.engine.ask(lambda floor, now: floor.plan)
    return answer(view(asked.context.speaker, plan))


def view(speaker: Speaker, plan: Plan | None) -> VoiceView:
    """Return how calls of a plan are spoken."""
    pack = speaker.pack
    needed = sentence.clips_vi(plan) if plan is not None else ()
    missing = tuple(lacking(pack, needed)) if pack is not None else ()
    has_espeak = speaker.espeak.program is not None
    speaks = has_espeak or (pack is not None and not missing)
    vi, en = _told(speaks=speaks, fault=speaker.fault, missing=len(missing))
    return VoiceView(
        speaks=speaks,
        espeak=has_espeak,
        pack=pack.name if pack is not None else None,
        clips=len(pack.files) if pack is not None else 0,
        missing=missing,
        fault=speaker.fault or None,
        sentence_vi=vi,
        sentence_en=en,
    )


def _told(*, speaks: bool, fault: str, missing: int) -> tuple[str, str]:
    if fault:
        return (
            "Không dùng được bộ giọng đọc đã ghi âm; xem lý do bên dưới.",
            "The recorded voice cannot be used; the reason stands below.",
        )
    if speaks and missing:
        return (
            f"Thiếu {missing} câu ghi âm; espeak-ng đọc thay.",
            f"{missing} recordings are missing; espeak-ng speaks for them.",
        )
    if speaks:
        return "Giọng gọi số hoạt động đầy đủ.", "The voice has all it needs."
    if missing:
        return (
            f"Thiếu {missing} câu ghi âm và máy chủ chưa cài espeak-ng: nhiều số chỉ có chuông.",
            f"{missing} recordings are missing and espeak-ng is not installed: "
            "many calls are a chime only.",
        )
    return (
        "Chưa có giọng đọc: chỉ có chuông. Hãy cài espeak-ng trên máy chủ, hoặc thêm bộ ghi âm.",
        "There is no voice, only a chime. Install espeak-ng on the server, or add recordings.",
    )
