"""A backend of Matplotlib that shows figures as pictures in the work folder, with a description in each of them."""

import itertools
import os
from typing import Any

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_WORK = "/work"
_MOST_FIGURES = 8  # more do not come back from a run
_MOST_CHARACTERS = 600
# Matplotlib gives them to every backend but its own.
_OF_OTHERS = ("dpi", "facecolor", "edgecolor", "orientation", "bbox_inches_restore")


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        show(block=block)


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager

    def print_png(self, filename_or_obj: Any, *arguments: Any, metadata: dict[str, str] | None = None, **options: Any) -> None:
        described = {"Description": describe(self.figure), **(metadata or {})}
        for name in _OF_OTHERS:
            options.pop(name, None)
        super().print_png(filename_or_obj, *arguments, metadata=described, **options)


def new_figure_manager(number: int, *arguments: Any, FigureClass: type[Figure] = Figure, **options: Any) -> FigureManager:
    return new_figure_manager_given_figure(number, FigureClass(*arguments, **options))


def new_figure_manager_given_figure(number: int, figure: Figure) -> FigureManager:
    return FigureManager(FigureCanvas(figure), number)


def show(*, block: bool | None = None) -> None:
    """Saves what a screen would show. Figures are closed then, as when somebody had closed their windows."""
    for manager in Gcf.get_all_fig_managers():
        path = next((path for path in _names() if not os.path.exists(path)), None)
        if path is not None:
            manager.canvas.figure.savefig(path)
        if block is not False:
            Gcf.destroy(manager)


def _names() -> list[str]:
    return [f"{_WORK}/figure-{number}.png" for number in range(1, _MOST_FIGURES + 1)]


def describe(figure: Figure) -> str:
    """What somebody would say of the figure who reads it to another."""
    title = figure._suptitle.get_text() if getattr(figure, "_suptitle", None) else ""
    charts = [_chart(axes) for axes in figure.axes if axes.get_visible()]
    text = "; ".join(filter(None, [title, *charts])) or "An empty figure"
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def _chart(axes: Any) -> str:
    parts = list(itertools.chain(_lines(axes), _bars(axes), _others(axes)))
    title = " ".join(axes.get_title().split())
    head = f"Chart “{title}”" if title else "Chart"
    content = " and ".join(parts) or "nothing drawn"
    legend = axes.get_legend()
    names = [text.get_text() for text in legend.get_texts()] if legend else []
    of = f" ({', '.join(names)})" if names else ""
    ranges = [_range("x", axes.get_xlabel(), axes.get_xlim()), _range("y", axes.get_ylabel(), axes.get_ylim())]
    return f"{head}: {content}{of}" + ("; " + ", ".join(ranges) if parts and axes.axison and axes.get_frame_on() else "")


def _lines(axes: Any) -> list[str]:
    lines = [line for line in axes.get_lines() if len(line.get_xdata())]
    if not lines:
        return []
    points = sum(len(line.get_xdata()) for line in lines)
    return [f"{_count(len(lines), 'line')} of {_count(points, 'point')}"]


def _bars(axes: Any) -> list[str]:
    bars = [container for container in axes.containers if type(container).__name__ == "BarContainer"]
    return [_count(sum(len(container) for container in bars), "bar")] if bars else []


def _others(axes: Any) -> list[str]:
    scattered = [each for each in axes.collections if type(each).__name__ == "PathCollection"]
    wedges = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    found = []
    if scattered:
        found.append(_count(sum(len(each.get_offsets()) for each in scattered), "scattered point"))
    if wedges:
        found.append(f"a pie of {_count(len(wedges), 'slice')}")
    if axes.get_images():
        found.append("an image")
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _range(axis: str, label: str, limits: tuple[float, float]) -> str:
    low, high = limits
    return f"{' '.join(label.split()) or axis} from {low:.4g} to {high:.4g}"
