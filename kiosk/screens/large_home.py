"""The first screen for people without their glasses: four fields at once, in drawn letters."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Center, Grid, Horizontal, Vertical
from textual.screen import Screen

from kiosk import brief, words
from kiosk.scene import PER_LARGE_PAGE, Scene, standstill
from kiosk.screens.home import show_standstill
from kiosk.widgets import touch
from kiosk.widgets.field_tile import LargeFieldTile
from kiosk.widgets.touch import BUTTON
from kiosk.words import say
from queue_server.terminal.lettering import LargeText
from queue_server.terminal.plain import PlainText

FOOT = {
    "priority": brief.PRIORITY,
    "look-up": brief.LOOK_UP,
    "large": brief.SMALLER,
    "language": brief.OTHER_LANGUAGE,
    "contrast": brief.DARK,
}


class LargeHomeScreen(Screen[None]):
    """The same things as on the small first screen, four tiles a page."""

    def __init__(self) -> None:
        super().__init__(classes="-large")

    def compose(self) -> ComposeResult:
        yield PlainText(id="thin-header")
        with Vertical(id="choices"):
            with Horizontal(id="kinds"):
                for kind in brief.KINDS:
                    yield touch.LargeTouch(id=f"kind-{kind}", classes="kind", most=BUTTON)
            with Grid(id="tiles"):
                for place in range(PER_LARGE_PAGE):
                    yield LargeFieldTile(place)
        with Center(id="standstill"):
            yield LargeText(id="standstill-title", most=4.5)
            yield LargeText(id="standstill-more", most=BUTTON)
            yield PlainText(id="standstill-staff")
        with Horizontal(id="foot"):
            yield touch.LargeTouch(id="page", most=BUTTON)
            for name in FOOT:
                yield touch.LargeTouch(id=name, most=BUTTON)

    def show(self, scene: Scene, now: datetime) -> None:
        """Show the scene, whole."""
        header = " · ".join(line for line in scene.header() if line)
        live = say(words.LIVE if scene.lost is None else words.NO_LINK, scene.language)
        text = f"{header}   {now:%H:%M}   {live}"
        self.query_one("#thin-header", PlainText).show(text)
        show_standstill(self, scene)
        for kind, name in brief.KINDS.items():
            button = self.query_one(f"#kind-{kind}", touch.LargeTouch)
            button.show(say(name, scene.language))
            button.set_class(scene.kind is kind, "-chosen")
        self._show_tiles(scene)
        self._show_foot(scene)

    def _show_tiles(self, scene: Scene) -> None:
        for place in range(PER_LARGE_PAGE):
            tile = self.query_one(f"#tile-{place}", LargeFieldTile)
            tile.visible = place < len(scene.tiles)
            if place < len(scene.tiles):
                tile.show(*scene.tiles[place], scene)

    def _show_foot(self, scene: Scene) -> None:
        page = self.query_one("#page", touch.LargeTouch)
        page.display = scene.pages > 1 and standstill(scene) is None
        number = scene.page % scene.pages + 1
        page.show(say(brief.PAGE, scene.language, n=number, of=scene.pages))
        for name, sentence in FOOT.items():
            self.query_one(f"#{name}", touch.LargeTouch).show(say(sentence, scene.language))
        stands = standstill(scene) is not None
        priority = self.query_one("#priority")
        priority.display = scene.asks_priority and not stands
        priority.set_class(scene.group is not None, "-chosen")
        self.query_one("#look-up").display = not stands
        self.query_one("#contrast").set_class(scene.contrast, "-chosen")
