"""One page of the window on the fictional pharmacy: ``python -m tools.page PAGE [--picture FILE]``.

PAGE is a key of the rail (today, claims, operators, …). With ``--picture`` the page is written to a
PNG and nothing opens, as on a computer without a screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from pharmassist.app import application
from pharmassist.services.texts import use_language
from tools.stage import morning_office, staged

SIZE = (1280, 800)


def main(key: str, picture: Path | None) -> int:
    """Show a page, or write its picture; returns the exit code."""
    app = application("fr")
    use_language("fr")
    with tempfile.TemporaryDirectory(prefix="pharmassist-page-") as temporary:
        home = Path(temporary) / "pharmacie"
        with morning_office(home) as office, staged(app, office, home, "fr") as stage:
            if key not in stage.furnishing.titles:
                print(f"{key}: one of {', '.join(stage.furnishing.titles)}", file=sys.stderr)
                return 1
            stage.resize(*SIZE)
            stage.window.show()
            stage.window.open_page(key)
            if picture is None:
                app.exec()
            else:
                stage.settle()
                stage.picture().save(str(picture))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.page")
    parser.add_argument("page")
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    if asked.picture is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main(asked.page, asked.picture))
