"""Terminal output on standard input, an SVG on standard output."""

import io
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
sys.stdout.write(console.export_svg(title="", theme=theme[name], unique_id="daglint"))
