"""A thermal printer on a real TCP port that does as its script says."""

import asyncio

from tests.support.escpos_paper import QUESTIONS, length_of_command

READY = {1: 0x12, 2: 0x12, 4: 0x12}
PAPER_LOW = {**READY, 4: 0x1E}
PAPER_OUT = {1: 0x1A, 2: 0x32, 4: 0x7E}
COVER_OPEN = {1: 0x1A, 2: 0x16, 4: 0x12}
FAULT = {1: 0x1A, 2: 0x52, 4: 0x12}


class VirtualPrinter:
    """Keeps what was printed; its faults are switched on by name."""

    def __init__(self) -> None:
        self.status = dict(READY)
        self.silent = False
        """It prints, and answers nothing."""
        self.dies_after: int | None = None
        """It hangs up once so many bytes of a job have come."""
        self.after_job: dict[int, int] | None = None
        """The status it has once something was printed."""
        self.forgets_done = False
        """It answers about itself, but never that a job is done."""
        self.printed = b""
        self.asked = 0
        self.port = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "VirtualPrinter":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        try:
            while content := await reader.read(65536):
                rest = self._take(rest + content, writer)
                if self.dies_after is not None and len(self.printed + rest) >= self.dies_after:
                    writer.transport.abort()
                    return
        except ConnectionError:
            return
        finally:
            writer.close()

    def _take(self, content: bytes, writer: asyncio.StreamWriter) -> bytes:
        """Keep what is printed, answer what is asked; return the command that has not ended."""
        at = 0
        while at < len(content) and (length := length_of_command(content, at)) is not None:
            command = content[at : at + length]
            at += length
            if not command.startswith(QUESTIONS):
                self.printed += command
                continue
            self.asked += 1
            if not self.silent:
                self._answer(command, writer)
        return content[at:]

    def _answer(self, question: bytes, writer: asyncio.StreamWriter) -> None:
        if question.startswith(b"\x10\x04"):
            status = self.after_job if self.after_job and self.printed else self.status
            writer.write(bytes([status[question[2]]]))
        elif not self.forgets_done:
            writer.write(b"\x00")
