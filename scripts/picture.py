"""Terminal output on standard input, an SVG on standard output."""

import io
import re
import sys

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI, SVG_EXPORT_THEME
from rich.text import Text

theme = {"dark": SVG_EXPORT_THEME, "light": DEFAULT_TERMINAL_THEME, "monokai": MONOKAI}
name, columns, command = sys.argv[1:]
console = Console(
    record=True, width=int(columns), file=io.StringIO(), force_terminal=True, color_system="truecolor"
)
console.print(Text.assemble(("$ ", "bold green"), command))
console.print(Text.from_ansi(sys.stdin.read().rstrip("\n")))
svg = console.export_svg(title="", theme=theme[name], unique_id="daglint")
# The reader's own fonts do; none is loaded from elsewhere.
svg = re.sub(r"\s*@font-face \{[^}]*\}", "", svg)
sys.stdout.write(svg.replace("Fira Code", "ui-monospace, Menlo, DejaVu Sans Mono"))
