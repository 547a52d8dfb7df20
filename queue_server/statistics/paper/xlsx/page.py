"""A printed page of a workbook: how much of it is taken, and how small a sheet is printed on it."""

from typing import Final

_ACROSS, _DOWN = 8.27 * 72, 11.69 * 72
"""A4 in points, upright."""
MARGINS: Final = {"left": 0.6, "right": 0.5, "top": 0.6, "bottom": 0.7}
"""In inches."""
_SURE: Final = 0.93
"""Programs draw rows a little higher or wider than one another: so much of a page is counted on."""


class Page:
    """The page that is being filled, measured in points of the sheet."""

    def __init__(self, *, landscape: bool) -> None:
        across, down = (_DOWN, _ACROSS) if landscape else (_ACROSS, _DOWN)
        self._across = across - 72 * (MARGINS["left"] + MARGINS["right"])
        self._down = down - 72 * (MARGINS["top"] + MARGINS["bottom"])
        self.width = self._across
        """Of the sheet."""
        self.used = 0.0
        """Of the page's height; more than there is where rows have run on to other pages."""
        self.repeated = 0.0
        """What the titles take of every later page."""

    @property
    def scale(self) -> float:
        """How much smaller the sheet is printed, so that its columns fit."""
        return min(1.0, self._across * _SURE / self.width)

    def fill(self, points: float) -> None:
        """Take some of the page's height."""
        self.used += points

    def holds(self, points: float) -> bool:
        """Tell whether something so high surely fits under what is there."""
        return self.used + points <= _SURE * self._down / self.scale

    def turn(self) -> None:
        """Begin the next page."""
        self.used = self.repeated
