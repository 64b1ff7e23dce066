"""Matplotlib without a screen: whichever screen a program asks for, `plt.show()` gives pictures (overlap_plots.py).

Stands before the installed Matplotlib in `sys.path`, loads it, and leaves it in its own place.
"""

import functools
import importlib.machinery
import importlib.util
import os
import sys
from typing import Any

_PLOTS = "module://overlap_plots"


def _load() -> None:
    elsewhere = [folder for folder in sys.path if folder != os.path.dirname(__file__)]
    spec = importlib.machinery.PathFinder.find_spec(__name__, elsewhere)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {__name__!r}", name=__name__)
    module: Any = importlib.util.module_from_spec(spec)
    sys.modules[__name__] = module
    spec.loader.exec_module(module)
    use = module.use

    @functools.wraps(use)
    def use_pictures(backend: str, *arguments: Any, **options: Any) -> None:
        shown = isinstance(backend, str) and backend.lower() not in ("pdf", "pgf", "ps", "svg", "cairo", "template")
        use(_PLOTS if shown else backend, *arguments, **options)

    module.use = use_pictures
    if "MPLBACKEND" not in os.environ:
        module.rcParams["backend"] = _PLOTS


_load()
