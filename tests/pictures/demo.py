"""The running demo that stands for its picture."""

import asyncio
from functools import cached_property
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from PIL import Image

from queue_server.demo.credentials import NAME, Credentials
from queue_server.link import Link

COLOURS = 96


class Demo:
    """Where the demo answers, who may enter it, and where pictures are kept."""

    def __init__(self, url: str, data: Path, pictures: Path) -> None:
        self.url = url
        self.data = data
        self.tickets = data / "tickets"
        self._pictures = pictures
        self._tokens: dict[str, str] = {}

    @cached_property
    def known(self) -> Credentials:
        return msgspec.json.decode((self.data / NAME).read_bytes(), type=Credentials)

    def path(self, name: str) -> Path:
        return self._pictures / f"{name}.png"

    def link(self, device: str) -> Link:
        return Link(self.url, self.known.devices[device])

    async def token(self, name: str) -> str:
        """Return the token of an account or a device."""
        if name in self.known.devices:
            return self.known.devices[name]
        if name not in self._tokens:
            wish = {"name": name, "password": self.known.password(name)}
            self._tokens[name] = (await self.ask("POST", "/api/v1/session", None, wish))["token"]
        return self._tokens[name]

    async def ask(self, method: str, path: str, who: str | None, body: object = None) -> Any:
        """Ask as somebody; a refusal is answered too."""
        headers = {} if who is None else {"Authorization": f"Bearer {await self.token(who)}"}
        address = path if path.startswith("/api") else f"/api/v1/centres/cam-xuyen{path}"
        async with (
            aiohttp.ClientSession(self.url) as client,
            client.request(method, address, json=body, headers=headers) as answer,
        ):
            return await answer.json() if answer.content_length else None

    async def ticket_at_counter(self, *, served: bool = False) -> str:
        """Return the id of a ticket that is called at the visitors' counter."""
        ticket = await self.ask("POST", "/tickets", "kiosk", {"field": "HT"})
        await self.ask("POST", "/counters/8/open", "officer8", {})
        await self.ask("POST", "/counters/8/finish", "officer8", {"outcome": "received"})
        call = {"ticket": ticket["id"], "reason": "thử"}
        await self.ask("POST", "/counters/8/call", "officer8", call)
        if served:
            await self.ask("POST", "/counters/8/start", "officer8", {})
            await self.ask("POST", "/counters/8/finish", "officer8", {"outcome": "received"})
        return str(ticket["id"])

    async def called(self) -> None:
        """Wait until the hall has something to show."""
        async with (
            aiohttp.ClientSession(self.url) as client,
            client.ws_connect(
                "/api/v1/centres/cam-xuyen/live/hall",
                headers={"Authorization": f"Bearer {await self.token('display')}"},
            ) as hall,
            asyncio.timeout(60),
        ):
            async for frame in hall:
                view = frame.json().get("view")
                if view and len(view["calls"]) >= 5:
                    return


def keep(picture: Image.Image, path: Path) -> None:
    """Save a picture small: few colours, no noise."""
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
