"""The first screen: touch a field, take a number."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Center, Grid, Horizontal, Vertical
from textual.screen import Screen

from kiosk import words
from kiosk.scene import PER_PAGE, Scene, standstill
from kiosk.widgets.centre_header import CentreHeader
from kiosk.widgets.field_tile import FieldTile
from kiosk.widgets.touch import Touch
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import Kind
from queue_server.terminal.plain import PlainText

KIND_NAMES: dict[Kind, Sentence] = {
    Kind.SUBMIT: words.SUBMIT,
    Kind.COLLECT: words.COLLECT,
    Kind.GUIDANCE: words.GUIDANCE,
}


class HomeScreen(Screen[None]):
    """Kinds of visit, the fields' tiles, priority and language."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]

    def compose(self) -> ComposeResult:
        yield CentreHeader()
        with Vertical(id="choices"):
            with Horizontal(id="kinds"):
                for kind in KIND_NAMES:
                    yield Touch(id=f"kind-{kind}", classes="kind")
            with Grid(id="tiles"):
                for place in range(PER_PAGE):
                    yield FieldTile(place)
        with Center(id="standstill"):
            yield PlainText(id="standstill-title")
            yield PlainText(id="standstill-more")
        with Horizontal(id="foot"):
            yield Touch(id="priority")
            yield PlainText(id="notice")
            yield Touch(id="page")
            yield Touch(id="language")

    def show(self, scene: Scene, now: datetime) -> None:
        """Show the scene, whole."""
        self.query_one(CentreHeader).show(scene, now)
        self._show_standstill(scene)
        self._show_kinds(scene)
        self._show_tiles(scene)
        self._show_foot(scene)

    def _show_standstill(self, scene: Scene) -> None:
        why = standstill(scene)
        self.query_one("#choices").display = why is None
        self.query_one("#standstill").display = why is not None
        if why is not None:
            self.query_one("#standstill-title", PlainText).show(why.title)
            self.query_one("#standstill-more", PlainText).show(why.more)

    def _show_kinds(self, scene: Scene) -> None:
        for kind, name in KIND_NAMES.items():
            touch = self.query_one(f"#kind-{kind}", Touch)
            touch.show(f"{say(name, scene.language)}\n{_kind_line(kind, scene)}")
            touch.set_class(scene.kind is kind, "-chosen")

    def _show_tiles(self, scene: Scene) -> None:
        tiles = scene.tiles
        grid = self.query_one("#tiles")
        for columns in (1, 2, 3, 4):
            grid.set_class(columns == _columns(len(tiles)), f"-across-{columns}")
        for place in range(PER_PAGE):
            tile = self.query_one(f"#tile-{place}", FieldTile)
            tile.display = place < len(tiles)
            if place < len(tiles):
                tile.show(*tiles[place], scene.language)

    def _show_foot(self, scene: Scene) -> None:
        language = scene.language
        group = scene.group
        priority = self.query_one("#priority", Touch)
        priority.visible = scene.asks_priority and standstill(scene) is None
        priority.set_class(group is not None, "-chosen")
        priority.show(_priority(scene))
        page = self.query_one("#page", Touch)
        page.display = scene.pages > 1
        number = scene.page % scene.pages + 1
        page.show(say(words.NEXT_PAGE, language, n=number, of=scene.pages))
        self.query_one("#notice", PlainText).show(scene.notice())
        self.query_one("#language", Touch).show(say(words.OTHER_LANGUAGE, language))


def _kind_line(kind: Kind, scene: Scene) -> str:
    shown = scene.shown_kind(kind)
    if kind is Kind.SUBMIT or shown is None:
        return say(words.TOUCH_FIELD, scene.language) if scene.kind is kind else ""
    if shown.paused:
        return say(words.PAUSED, scene.language)
    sentence = words.PEOPLE if shown.waiting else words.NOBODY
    return say(sentence, scene.language, n=shown.waiting)


def _priority(scene: Scene) -> str:
    if scene.group is None:
        return f"□  {say(words.PRIORITY, scene.language)}"
    vietnamese = scene.language is scene.language.VI
    name = scene.group.name_vi if vietnamese else scene.group.name_en
    return f"■  {say(words.PRIORITY_IS, scene.language, group=name)}"


def _columns(count: int) -> int:
    """Return how many tiles stand side by side: as near to a square as may be."""
    return next(columns for columns in (1, 2, 3, 4) if count <= columns**2 or columns == 4)
