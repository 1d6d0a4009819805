"""How letters are compared where other people's ids are looked for: by `unicodedata`, into `alumni-core/src/consent/folded.txt`.

A letter's fold is what Unicode's NFKC_Casefold makes of it, taken apart (NFKD), with one hyphen for all of them; marks in a row
are sorted where a text is read. Syllables of Hangul are not listed: they follow a formula.
"""

import sys
import unicodedata
from pathlib import Path

PATH = Path(__file__).parents[2] / "alumni-core" / "src" / "consent" / "folded.txt"

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt: letters that nobody sees.
IGNORED = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]  # fmt: skip
HYPHENS = [*range(0x2010, 0x2016), 0x2212]


def ignored(code):
    return any(first <= code <= last for first, last in IGNORED)


def fold(letter):
    """What one letter is compared as.

    >>> [fold(letter) for letter in ("Ｗ", "ｶ", "㌢", "ß", "\u2014", "\u200b", "w")]
    ['w', 'カ', 'センチ', 'ss', '-', '', 'w']
    >>> fold("Ü") == "u\u0308", fold("が") == "か\u3099"
    (True, True)
    """
    text, before = letter, None
    while text != before:
        before = text
        text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join("-" if ord(part) in HYPHENS else part for part in text if not ignored(ord(part)))
    return text


def ranges(told):
    """Neighbours with what is said of each: one where it is the same, or the letters that follow each other."""
    found = []
    for code, text in told:
        if found:
            first, last, before = found[-1]
            follows = len(text) == len(before) == 1 and ord(text) - ord(before) == code - first
            same = text == before and len(text) != 1
            if code == last + 1 and (follows or same):
                found[-1] = (first, code, before)
                continue
        found.append((code, code, text))
    return found


def lines():
    yield f"# Unicode {unicodedata.unidata_version}, by tests/make/consent_folds.py: letters, and what they are compared as; * for marks."
    every = [code for code in range(0x110000) if not (0xAC00 <= code < 0xD7A4 or 0xD800 <= code < 0xE000)]
    told = [(code, fold(chr(code))) for code in every]
    folds = [(code, text) for code, text in told if text != chr(code)]
    marks = [(code, "**") for code in every if unicodedata.combining(chr(code))]
    for said in (folds, marks):
        for first, last, text in ranges(said):
            name = f"{first:X}" if first == last else f"{first:X}-{last:X}"
            to = "*" if text == "**" else " ".join(f"{ord(letter):X}" for letter in text)
            yield f"{name} {to}".rstrip()


def read(text):
    """The file as a mapping from each code to what is said of it."""
    said = {}
    for line in text.splitlines()[1:]:
        name, *to = line.split()
        first, _, last = name.partition("-")
        for place, code in enumerate(range(int(first, 16), int(last or first, 16) + 1)):
            if to != ["*"]:
                said[code, "fold"] = (
                    [int(to[0], 16) + place] if len(to) == 1 else [int(part, 16) for part in to]
                )
            else:
                said[code, "mark"] = []
    return said


def main():
    made = "\n".join(lines()) + "\n"
    if "--check" not in sys.argv[1:]:
        PATH.write_text(made, encoding="utf-8")
        return 0
    on_file = PATH.read_text(encoding="utf-8")
    # What Unicode says of a letter stays; a later or earlier version has more letters or fewer.
    version = on_file.splitlines()[0].split()[2].rstrip(",")
    one, other = read(on_file), read(made)
    differs = [code for code, what in one.keys() & other.keys() if one[code, what] != other[code, what]]
    if differs or (version == unicodedata.unidata_version and made != on_file):
        print(
            f"{PATH.name}: expected what unicodedata says, differs at {[hex(code) for code in differs[:9]]}"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
