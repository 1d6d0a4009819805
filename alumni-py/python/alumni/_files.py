"""Files, which the core never touches: exports come in by name and content, reviews go out as text."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alumni._exceptions import MissingError, UnknownNameError, WrongTypeError

if TYPE_CHECKING:
    from alumni._alumni import Review


def read(path: Any, name: str) -> dict[str, bytes]:
    """The CSV files of a folder, or one file, as bytes by name."""
    if not isinstance(path, str | PathLike):
        expected = "expected a path, or a mapping of file names to text or bytes"
        raise WrongTypeError(f"{expected}, got {type(path).__name__}", name)
    folder = Path(path)
    if not folder.is_dir():
        return {folder.name: folder.read_bytes()}
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not files:
        raise MissingError("expected a folder with CSV files", str(folder))
    return {file.name: file.read_bytes() for file in files}


def save(review: Review, path: str | PathLike[str], lang: str) -> None:
    """Write a review in the form that the file's name asks for."""
    file = Path(path)
    match file.suffix.lower():
        case ".html" | ".htm":
            text = review.html(lang)
        case ".txt":
            text = review.text(lang)
        case ".json":
            text = review.to_json()
        case other:
            raise UnknownNameError(
                f"expected a name that ends in .html, .txt or .json, got `{other}`", "path"
            )
    file.write_text(text, encoding="utf-8", newline="\n")
