"""The calls of the corpus through C, which vectors_c.py dispatches to."""

import sys
from pathlib import Path

# `library` stands with the tests of the C library.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "alumni-ffi/tests"))
