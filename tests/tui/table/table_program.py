"""A grid as a program of its own, for a real terminal: what was given is printed at the end.

Ctrl+Q ends it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from table_desks import GridApp, blank_desk

if __name__ == "__main__":
    desk = blank_desk(*sys.argv[1:3])
    app = GridApp(desk)
    app.run()
    Path(sys.argv[3]).write_text(json.dumps(desk.given()))
