"""The one kind of error that a person sees, and the one place where it becomes a line and an exit code."""

import errno
import os
import sys
from collections.abc import Callable


class UserError(Exception):
    """Something that the person at the keyboard can mend; one line: what is wrong, where, what to do."""


def run_program(main: Callable[[], None]) -> None:
    """Run `main` as a program: a person's or a disk's trouble or Ctrl+C ends it with one line and no traceback.

    Exit code 1 for an error, 130 after Ctrl+C. Any other exception is our own mistake and keeps its traceback.
    """
    for stream in (sys.stdout, sys.stderr):  # a cp1252 console cannot show every character: show "?" instead
        stream.reconfigure(errors="replace")
    try:
        main()
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("stopped: nothing is lost; the same command goes on from here", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        if _is_broken_pipe(error):  # the reader, such as `head`, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python's last flush must not complain
        elif line := _line_about(error):
            print(line, file=sys.stderr)
        else:
            raise
        sys.exit(1)


def _is_broken_pipe(error: OSError) -> bool:
    """Windows calls it an invalid argument (https://github.com/python/cpython/issues/79935)."""
    on_windows = sys.platform == "win32" and error.errno == errno.EINVAL and not error.filename
    return isinstance(error, BrokenPipeError) or on_windows


def _line_about(error: OSError) -> str:
    """Say what is wrong with the disk or a file; "" where no file is named, so that nobody could mend one."""
    if error.errno == errno.ENOSPC:
        where = f" while writing {error.filename}" if error.filename else ""
        return f"error: the disk is full{where}; free some space and run the same command again"
    if not (error.filename and error.strerror):
        return ""
    refused = isinstance(error, PermissionError)
    remedy = "let yourself read and write it, or close what has it open" if refused else "mend that"
    return f"error: {error.filename}: {error.strerror}; {remedy}, then run the same command again"
