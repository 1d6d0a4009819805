"""Reading takes work in proportion to the size: the machine instructions of documents of a size, twice and four times it.

Counted by valgrind, so that other work on the machine does not matter. Usage: `python3 tests/linear.py PROGRAM`, the
example `linear` of alumni-core.
"""

import re
import subprocess
import sys

KINDS = {
    "criteria": 240,
    "values": 20,
    "facts": 1_500,
    "vocabulary": 1_500,
    "json_logic": 240,
    "dmn": 240,
}
# Sorting costs a little more than twice as much for twice as many; work that grows with the square costs four times.
MOST = 2.5


def instructions(program, kind, size):
    """How many instructions reading a document takes."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, kind, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{kind} {size}: {done.stderr}")
    return int(found[1])


def main():
    program, wrong = sys.argv[1], []
    print(f"{'kind':<12}{'size':>8}{'instructions':>14}{'twice':>8}{'four times':>12}")
    for kind, size in KINDS.items():
        # What starting and the built-in vocabulary cost, whatever the size.
        base = instructions(program, kind, 100 if kind in ("facts", "vocabulary") else 1)
        one, two, four = (instructions(program, kind, size * times) - base for times in (1, 2, 4))
        print(f"{kind:<12}{size:>8}{one:>14,}{two / one:>8.2f}{four / two:>12.2f}")
        if max(two / one, four / two) > MOST:
            wrong.append(f"{kind}: twice the size costs more than {MOST} times the work")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
