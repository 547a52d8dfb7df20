"""The first screen: touch a field, take a number."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Center, Grid, Horizontal, Vertical
from textual.screen import Screen

from kiosk import words
from kiosk.scene import PER_PAGE, Scene, standstill
from kiosk.widgets import touch
from kiosk.widgets.centre_header import CentreHeader
from kiosk.widgets.field_tile import FieldTile, line_of
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import Kind
from queue_server.terminal.lettering import LargeText
from queue_server.terminal.plain import PlainText

KIND_NAMES: dict[Kind, Sentence] = {
    Kind.SUBMIT: words.SUBMIT,
    Kind.COLLECT: words.COLLECT,
    Kind.GUIDANCE: words.GUIDANCE,
}


class HomeScreen(Screen[None]):
    """Kinds of visit, the fields' tiles, priority, language and looks."""

    def compose(self) -> ComposeResult:
        yield CentreHeader()
        with Vertical(id="choices"):
            with Horizontal(id="kinds"):
                for kind in KIND_NAMES:
                    yield touch.Touch(id=f"kind-{kind}", classes="kind")
                yield touch.Touch(id="look-up", classes="kind")
            with Grid(id="tiles"):
                for place in range(PER_PAGE):
                    yield FieldTile(place)
            yield PlainText(id="notice")
        with Center(id="standstill"):
            yield LargeText(id="standstill-title", most=3.5)
            yield LargeText(id="standstill-more", most=3.5)
            yield PlainText(id="standstill-staff")
        with Horizontal(id="foot"):
            yield touch.Touch(id="priority")
            yield PlainText(id="room")
            for name in ("page", "large", "contrast", "language"):
                yield touch.Touch(id=name)

    def show(self, scene: Scene, now: datetime) -> None:
        """Show the scene, whole."""
        self.query_one(CentreHeader).show(scene, now)
        show_standstill(self, scene)
        self._show_kinds(scene)
        self._show_tiles(scene)
        self._show_foot(scene)

    def _show_kinds(self, scene: Scene) -> None:
        for kind, name in KIND_NAMES.items():
            button = self.query_one(f"#kind-{kind}", touch.Touch)
            button.show(f"{say(name, scene.language)}\n{_kind_line(kind, scene)}")
            button.set_class(scene.kind is kind, "-chosen")
        title, line = say(words.LOOK_UP, scene.language), say(words.LOOK_UP_LINE, scene.language)
        self.query_one("#look-up", touch.Touch).show(f"{title}\n{line}")

    def _show_tiles(self, scene: Scene) -> None:
        tiles = scene.tiles
        grid = self.query_one("#tiles")
        for columns in (1, 2, 3, 4):
            grid.set_class(columns == _columns(len(tiles)), f"-across-{columns}")
        for place in range(PER_PAGE):
            tile = self.query_one(f"#tile-{place}", FieldTile)
            tile.display = place < len(tiles)
            if place < len(tiles):
                tile.show(*tiles[place], scene)
        self.query_one("#notice", PlainText).show(scene.notice())

    def _show_foot(self, scene: Scene) -> None:
        language, group = scene.language, scene.group
        priority = self.query_one("#priority", touch.Touch)
        priority.visible = scene.asks_priority and standstill(scene) is None
        priority.set_class(group is not None, "-chosen")
        priority.show(_priority(scene))
        page = self.query_one("#page", touch.Touch)
        page.display = scene.pages > 1
        page.show(say(words.NEXT_PAGE, language, n=scene.page % scene.pages + 1, of=scene.pages))
        for name, sentence in FOOT.items():
            self.query_one(f"#{name}", touch.Touch).show(say(sentence, language))
        self.query_one("#contrast").set_class(scene.contrast, "-chosen")


FOOT = {"large": words.LARGER, "contrast": words.CONTRAST, "language": words.OTHER_LANGUAGE}


def show_standstill(screen: Screen[None], scene: Scene) -> None:
    """Show why no number can be taken, in the place of what could be chosen."""
    why = standstill(scene)
    screen.query_one("#choices").display = why is None
    screen.query_one("#standstill").display = why is not None
    if why is not None:
        touch.at(screen, "#standstill-title").show(why.title)
        touch.at(screen, "#standstill-more").show(why.more)
        screen.query_one("#standstill-staff", PlainText).show(why.staff)


def _kind_line(kind: Kind, scene: Scene) -> str:
    shown = scene.shown_kind(kind)
    if kind is scene.kind and scene.typed:
        return say(words.TYPED, scene.language, typed=scene.typed)
    if kind is Kind.SUBMIT or shown is None:
        return say(words.TOUCH_FIELD, scene.language) if scene.kind is kind else ""
    return line_of(shown, scene.language)


def _priority(scene: Scene) -> str:
    if scene.group is None:
        return f"□  {say(words.PRIORITY, scene.language)}"
    vietnamese = scene.language is scene.language.VI
    name = scene.group.name_vi if vietnamese else scene.group.name_en
    return f"■  {say(words.PRIORITY_IS, scene.language, group=name)}"


def _columns(count: int) -> int:
    """Return how many tiles stand side by side: as near to a square as may be."""
    return next(columns for columns in (1, 2, 3, 4) if count <= columns**2 or columns == 4)
