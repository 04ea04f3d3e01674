"""Runs a command on a terminal of its own, and draws what is on it: an SVG on standard output."""

import fcntl
import io
import os
import pty
import re
import shlex
import struct
import sys
import termios

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI, SVG_EXPORT_THEME
from rich.text import Text

LINES = 50
THEMES = {"dark": SVG_EXPORT_THEME, "light": DEFAULT_TERMINAL_THEME, "monokai": MONOKAI}


def on_a_terminal(program: str, arguments: list[str], columns: int) -> str:
    variables = {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "DAGLINT_HYPERLINKS": "never"}
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, columns, 0, 0))
        os.execve(program, ["daglint", *arguments], {**os.environ, **variables})
    chunks = []
    # The end of a terminal is an error on Linux.
    try:
        while chunk := os.read(terminal, 65536):
            chunks.append(chunk)
    except OSError:
        pass
    # Findings are what it is to show; anything else is no picture.
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, 1):
        sys.exit(f"{program} ended with {code}: {b''.join(chunks).decode()}")
    return b"".join(chunks).decode().replace("\r\n", "\n")


name, width, program, *arguments = sys.argv[1:]
console = Console(
    record=True, width=int(width), file=io.StringIO(), force_terminal=True, color_system="truecolor"
)
console.print(Text.assemble(("$ ", "bold green"), shlex.join(["daglint", *arguments])))
console.print(Text.from_ansi(on_a_terminal(program, arguments, int(width)).rstrip("\n")))
svg = console.export_svg(title="", theme=THEMES[name], unique_id="daglint")
# The reader's own fonts do; none is loaded from elsewhere.
svg = re.sub(r"\s*@font-face \{[^}]*\}", "", svg)
sys.stdout.write(svg.replace("Fira Code", "ui-monospace, Menlo, DejaVu Sans Mono"))
