"""Put the parts together: the only module that knows both faces, the command line and the window.

The window's modules are imported only when a window (or pictures of it) is wanted, so that every other command runs on
a machine without Qt's libraries; and where nothing but the window is wanted, the commands are not, for they bring the
store, and the window is painted before that.
"""

from __future__ import annotations

from pathlib import Path

from yb_desktop.cli.main import Faces, run_command_line


def run(arguments: list[str]) -> int:
    """Run the program with command line arguments; gives the exit status."""
    match arguments:
        case []:
            return _window(None)
        case ["--data", folder]:
            return _window(Path(folder))
        case _:
            return run_command_line(arguments, Faces(window=_window, shots=_shots))


def _window(data: Path | None) -> int:
    from yb_desktop.ui.main import open_window

    return open_window(data)


def _shots(out: Path, screens: list[str]) -> int:
    from yb_desktop.ui.shots import take_shots

    return take_shots(out, screens)
