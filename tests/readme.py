"""Runs every snippet of README.md and compares what it prints with what README.md says it prints.

    python tests/readme.py [README.md]

Links within the repository, there and in the other documents at its root, must lead somewhere.

Comments, which readers do not see, say what a block is:

    <!-- file: NAME -->   the block is written to NAME, beside the programs
    <!-- output -->       the block is what every program above it prints, since the last such block

Programs are the blocks `rust`, `python` and `c`. A Rust program without `main` is put into one that returns errors. A C
program finds the files above as text in `documents.h`. In `sh` blocks every command must be one that another part runs.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build/readme"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))

# Commands that would run this script again, or that a part of its own runs.
RUN_ELSEWHERE = {
    "tests/run": "is what runs this",
    "cargo run --example review": "the part `review`",
}

# What the C program calls POLICY and WORKER.
WORKER = {
    "id": "w-1042",
    "rehire_flag": "yes",
    "spells": [
        {"start": "2016-04-01", "end": "2021-09-30", "grade": 2, "separation": {"kind": "voluntary"}},
    ],
}


@dataclass
class Block:
    language: str
    line: int
    text: str
    comment: str = ""


@dataclass
class Report:
    failures: list[str] = field(default_factory=list)
    skips: list[str] = field(default_factory=list)
    passed: int = 0


def blocks(markdown):
    """The fenced blocks, each with the comment that stands right before it.

    >>> [(block.language, block.line, block.comment) for block in blocks("<!-- output -->\\n```text\\nx\\n```\\n")]
    [('text', 2, 'output')]
    """
    found, comment, block = [], "", None
    for number, line in enumerate(markdown.splitlines(), 1):
        if block and line.startswith("```"):
            found.append(block)
            block = None
        elif block:
            block.text += line + "\n"
        elif line.startswith("```"):
            block = Block(line[3:].strip(), number, "", comment)
            comment = ""
        elif line.strip():
            match = re.fullmatch(r"<!-- (.*) -->", line.strip())
            comment = match[1] if match else ""
    if block:
        raise SystemExit(f"line {block.line}: the block does not end")
    return found


def is_member(crate):
    return bool(re.search(rf'^members = .*"{crate}"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE))


def run(command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def rust(text, name):
    if "fn main(" not in text:
        body = "".join("    " + line + "\n" for line in text.splitlines())
        text = f"fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{body}    Ok(())\n}}\n"
    (OUT / f"{name}.rs").write_text(text, encoding="utf-8")
    # With the core that the other tests use: to build one more without its features would take minutes.
    built = TARGET / "debug"
    flags = ["--edition=2024", "--extern", f"alumni_core={built / 'libalumni_core.rlib'}"]
    run(["rustc", *flags, "-L", f"dependency={built / 'deps'}", f"{name}.rs", "-o", f"{name}-rust"], cwd=OUT)
    return run([f"./{name}-rust"], cwd=OUT)


def python(text, name):
    (OUT / f"{name}.py").write_text(text, encoding="utf-8")
    return run([sys.executable, f"{name}.py"], cwd=OUT)


def c(text, name):
    texts = {"WORKER": json.dumps(WORKER)}
    for path in OUT.glob("*.toml"):
        if path.name != "Cargo.toml":
            texts["POLICY"] = path.read_text(encoding="utf-8")
    lines = (f"static const char {key}[] = {json.dumps(value)};\n" for key, value in texts.items())
    # JSON escapes what is not ASCII as \uXXXX, which C reads alike.
    (OUT / "documents.h").write_text("".join(lines), encoding="utf-8")
    (OUT / f"{name}.c").write_text(text, encoding="utf-8")
    lib = ROOT / "build/c/lib"
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-g", "-fsanitize=address,undefined"]
    where = ["-I", str(ROOT / "alumni-ffi/include"), "-L", str(lib), "-lalumni", f"-Wl,-rpath,{lib}"]
    run(["gcc", *flags, f"{name}.c", "-o", name, *where], cwd=OUT)
    return run([f"./{name}"], cwd=OUT)


PROGRAMS = {"rust": (rust, "alumni-core"), "python": (python, "alumni-py"), "c": (c, "alumni-ffi")}


def check(path):
    report = Report()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    waiting = []
    for number, block in enumerate(blocks(path.read_text(encoding="utf-8")), 1):
        place = f"{path.name}:{block.line} ({block.language})"
        if block.comment.startswith("file: "):
            (OUT / block.comment.removeprefix("file: ")).write_text(block.text, encoding="utf-8")
        elif block.comment == "output":
            for program, printed in waiting:
                if printed == block.text:
                    report.passed += 1
                else:
                    report.failures.append(f"{program}: expected\n{block.text}got\n{printed}")
            waiting = []
        elif block.language == "sh":
            for command in filter(None, block.text.splitlines()):
                if command not in RUN_ELSEWHERE:
                    report.failures.append(f"{place}: `{command}` is run by no part")
        elif block.language in PROGRAMS:
            program, crate = PROGRAMS[block.language]
            if not is_member(crate):
                report.skips.append(f"{place}: {crate} is not a member of the workspace yet")
                continue
            try:
                waiting.append((place, program(block.text, f"snippet{number}")))
            except subprocess.CalledProcessError as error:
                report.failures.append(f"{place}: {error}\n{error.stdout}{error.stderr}")
        else:
            report.failures.append(f"{place}: neither a file, an output, commands nor a program")
    report.failures += [f"{program}: README does not say what it prints" for program, _ in waiting]
    return report


def broken_links():
    """Links of the repository's documents to files that do not exist; the pages in docs are checked by Sphinx."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("tests/*.md"), *ROOT.glob("alumni-*/README.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)}: the link to {target} leads nowhere"


def main():
    report = check(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "README.md")
    for reason in report.skips:
        print(f"skipped: {reason}")
    print(f"{report.passed} programs print what they should")
    report.failures += broken_links()
    if report.failures:
        sys.exit("\n".join(report.failures))


if __name__ == "__main__":
    main()
