"""One thin file per stage of dvc.yaml: read params, call the library, write the outs.

DVC runs `python -m pipeline.STAGE` in the checkout it works on, which is a temporary copy for `dvc exp run --temp`.
That copy's own `src/` has to come first, or an experiment would run the code of the main workspace.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
