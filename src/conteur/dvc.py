"""`dvc` with temporary experiments that also stand a folder with an accent: `python -m conteur.dvc exp run --temp`.

DVC writes the settings of a temporary copy, among them the path of its cache, through ConfigObj, which writes ASCII
unless it is told otherwise; DVC 3 does not tell it, and the experiments of a user named Hélène end before they begin.
"""

import sys
from collections.abc import Iterable
from functools import partialmethod
from pathlib import Path

MODULE = "conteur.dvc"


def is_dvc(words: Iterable[str]) -> bool:
    """Say whether a command line is one of DVC's."""
    return any(Path(word).stem == "dvc" or word == MODULE for word in words)


def main() -> int:
    from configobj import ConfigObj
    from dvc.cli import main as dvc

    ConfigObj.__init__ = partialmethod(ConfigObj.__init__, default_encoding="utf-8")
    return dvc()


if __name__ == "__main__":
    sys.exit(main())
