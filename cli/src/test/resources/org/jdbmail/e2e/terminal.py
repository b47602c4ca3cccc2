"""Drives a program in a terminal: terminal.py SCRIPT PROGRAM ARGUMENTS.

Each line of the script is `expect TEXT`, which waits until the program has shown the text since the last time that it was
looked for, or `send TEXT`, in which \\r and the like mean what they do in Python. At the end the program must end by itself.
"""

import codecs
import os
import pty
import re
import select
import struct
import sys
import time
import fcntl
import termios

LIMIT = 120


def main(script, command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    shown = ""

    def more(until):
        """What the program shows next, without the codes that place and colour it; None at its end."""
        ready, _, _ = select.select([terminal], [], [], max(0, until - time.monotonic()))
        if not ready:
            raise SystemExit("nothing more was shown; so far:\n" + shown)
        try:
            data = os.read(terminal, 65536)
        except OSError:
            return None
        text = data.decode("utf-8", "replace")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\x0f|\x0e", "", text) if data else None

    for line in open(script, encoding="utf-8"):
        word, _, text = line.rstrip("\n").partition(" ")
        if word == "send":
            os.write(terminal, codecs.decode(text, "unicode_escape").encode())
        elif word == "expect":
            until = time.monotonic() + LIMIT
            while text not in shown:
                piece = more(until)
                if piece is None:
                    raise SystemExit(f"the program ended before it showed {text!r}:\n{shown}")
                shown += piece
            shown = shown[shown.index(text) + len(text):]
    until = time.monotonic() + LIMIT
    while more(until) is not None:
        pass
    _, status = os.waitpid(pid, 0)
    raise SystemExit(os.waitstatus_to_exitcode(status))


main(sys.argv[1], sys.argv[2:])
