"""Charts for pages, drawn by the server as SVG pictures without a script.

Rule 1: a chart is never the only way to read a figure; its page has them as a table too.
"""

import sys
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pygal
from pygal.style import Style

# it puts an importer for plugins in front of all others, in a form that Python gave up in 3.12
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]

SVG: Final = "image/svg+xml"
_WIDTH: Final = 720
_HEIGHT: Final = 300
_LETTERS: Final = "'Be Vietnam Pro', 'Segoe UI', 'Noto Sans', sans-serif"


class _Look(NamedTuple):
    ink: str
    quiet: str
    lines: str
    first: str
    second: str


_LOOKS: Final = {
    # the same as the tokens of page.css
    "light": _Look("#1b2431", "#535f6e", "#d8d4c8", "#0d5c75", "#b4552d"),
    "dark": _Look("#edf0f4", "#a6b1bf", "#333d4b", "#7fcbe2", "#f0a36b"),
}
THEMES: Final = tuple(_LOOKS)


class Line(NamedTuple):
    """One line of a chart; a usual one is thin and broken."""

    name: str
    values: Sequence[float | None]
    usual: bool = False


def line_chart(labels: Sequence[str], lines: Sequence[Line], theme: str = "light") -> bytes:
    """Return a chart of lines over the same labels."""
    chart = pygal.Line(_config(_LOOKS[theme]))
    chart.x_labels = labels
    for line in lines:
        chart.add(
            line.name, list(line.values), stroke_style=_stroke(line), show_dots=not line.usual
        )
    chart.add_xml_filter(_without_scripts)
    picture: str = chart.render(is_unicode=True)
    return picture.encode()


def _without_scripts(picture: Any) -> Any:
    """Return a picture that only shows: no browser runs scripts in pictures, so none is sent."""
    for part in list(picture.iter()):
        for script in [child for child in part if str(child.tag).endswith("script")]:
            part.remove(script)
    return picture


def _stroke(line: Line) -> dict[str, Any]:
    if line.usual:
        return {"width": 4, "dasharray": "9, 7", "linecap": "round"}
    return {"width": 6, "linecap": "round", "linejoin": "round"}


def _config(look: _Look) -> pygal.Config:
    config = pygal.Config()
    config.style = Style(
        background="transparent",
        plot_background="transparent",
        foreground=look.quiet,
        foreground_strong=look.ink,
        foreground_subtle=look.lines,
        colors=(look.first, look.second),
        font_family=_LETTERS,
        label_font_size=15,
        major_label_font_size=15,
        legend_font_size=16,
        no_data_font_size=18,
        guide_stroke_color=look.lines,
        major_guide_stroke_color=look.lines,
        opacity="1",
    )
    config.width, config.height = _WIDTH, _HEIGHT
    config.explicit_size = True
    config.js = ()  # no script, and nothing from elsewhere
    config.disable_xml_declaration = True
    config.legend_at_bottom = True
    config.legend_at_bottom_columns = 2
    config.margin = 8
    config.min_scale, config.max_scale = 3, 6
    config.include_x_axis = True
    config.range = None
    config.show_minor_x_labels = True
    config.truncate_legend = -1
    config.dots_size = 4
    return config
