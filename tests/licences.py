"""Licences, sources, duplicates and number of crates, from `cargo metadata` and `cargo tree`. Standard library only.

Fails when a crate's licence is not one of ALLOWED, when a crate comes from anywhere but the registry or this workspace,
when one crate is in the normal dependency tree of `alumni-core` in two versions, or when that tree, without optional
features, has more than MOST_CRATES crates. Usage: `python3 tests/licences.py`.
"""

import collections
import doctest
import json
import re
import subprocess
import sys
from pathlib import Path

ALLOWED = {
    "Apache-2.0": "the project's own",
    "MIT": "the project's own",
    "BSD-2-Clause": "permissive, notice only",
    "BSD-3-Clause": "permissive, notice only",
    "ISC": "permissive, notice only",
    "Unicode-3.0": "permissive; Unicode tables",
    "Unlicense": "public domain",
    "Zlib": "permissive, no notice in binaries",
}

# What a service that embeds alumni-core with its default features has to review, at most; alumni-core is not counted.
MOST_CRATES = 25

# Crates that may be whatever they are, with the reason: {"crate": "reason"}.
EXCEPTED_LICENCES = {
    "cbindgen": "MPL-2.0; runs in a test that writes the C header, no part of what is shipped",
    "tiny-keccak": "CC0-1.0; runs while ahash is compiled for WebAssembly, no part of what is shipped",
}

# Crates that may stand twice in the normal tree of alumni-core, with the reason.
EXCEPTED_DUPLICATES = {
    "getrandom": "the older one runs while ahash is compiled for WebAssembly",
    "syn": "reads Rust for the derives of serde and of zerocopy, while compiling",
}


def allowed(expression):
    """Whether an SPDX expression can be satisfied with allowed licences.

    >>> allowed("MIT OR GPL-3.0"), allowed("MIT AND GPL-3.0"), allowed("(MIT OR GPL-3.0) AND Unicode-3.0")
    (True, False, True)
    >>> allowed("Unlicense/MIT"), allowed("Apache-2.0 WITH LLVM-exception"), allowed(None), allowed("")
    (True, True, False, False)
    >>> allowed("GPL-3.0 AND MIT OR ISC"), allowed("GPL-3.0 AND (MIT OR ISC)")
    (True, False)
    """
    # Old manifests write a slash for OR. An exception (WITH) only grants more.
    words = re.findall(r"[()]|[^\s()]+", (expression or "").replace("/", " OR "))

    def one():
        word = words.pop(0) if words else ""
        if word == "(":
            found = any_of()
            if words:
                words.pop(0)
            return found
        if words[:1] == ["WITH"]:
            del words[:2]
        return word in ALLOWED

    def all_of():
        found = one()
        while words[:1] == ["AND"]:
            words.pop(0)
            found = one() and found
        return found

    def any_of():
        found = all_of()
        while words[:1] == ["OR"]:
            words.pop(0)
            found = all_of() or found
        return found

    return any_of() and not words


def normal_tree(metadata, name):
    """Ids of the packages that `name` needs to be built and used, without those of its tests."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    start = [
        package["id"] for package in metadata["packages"] if package["name"] == name and not package["source"]
    ]
    found, waiting = set(), start
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        found.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    return found


def names(tree):
    r"""The crates in the output of `cargo tree --prefix none`, without the first, each version once.

    >>> names("alumni-core v0.1.0 (/x)\nserde v1.0.0\nserde_derive v1.0.0 (proc-macro)\nserde v1.0.0 (*)\n")
    ['serde v1.0.0', 'serde_derive v1.0.0']
    """
    lines = [" ".join(line.split()[:2]) for line in tree.splitlines() if line.strip()]
    return sorted(set(lines) - set(lines[:1]))


def too_many(tree, most=MOST_CRATES):
    r"""What is wrong with the number of crates in the output of `cargo tree`.

    >>> too_many("alumni-core v0.1.0\na v1.0.0\nb v1.0.0\n", 2), too_many("alumni-core v0.1.0\na v1.0.0\nb v1.0.0\n", 1)
    ([], ['alumni-core stands on 2 crates, expected at most 1: a v1.0.0, b v1.0.0'])
    """
    found = names(tree)
    if len(found) <= most:
        return []
    return [f"alumni-core stands on {len(found)} crates, expected at most {most}: {', '.join(found)}"]


def problems(metadata):
    """What is wrong, one sentence each.

    >>> def package(name, version="1.0.0", licence="MIT", source="registry+x"):
    ...     return {"id": name + version, "name": name, "version": version, "license": licence, "source": source}
    >>> def node(id, *needs, kind=None):
    ...     return {"id": id, "deps": [{"pkg": need, "dep_kinds": [{"kind": kind}]} for need in needs]}
    >>> packages = [package("alumni-core", source=None), package("a"), package("a", "2.0.0"), package("b"),
    ...     package("c", licence="GPL-3.0"), package("d", source="git+https://x"), package("e", source="registry+y")]
    >>> nodes = [node("alumni-core1.0.0", "a1.0.0", "b1.0.0"), node("b1.0.0", "a2.0.0"), node("a1.0.0"), node("a2.0.0")]
    >>> metadata = {"packages": packages, "resolve": {"nodes": nodes}, "workspace_members": ["alumni-core1.0.0"]}
    >>> for problem in problems(metadata): print(problem)
    c 1.0.0: the licence `GPL-3.0` is not allowed
    d 1.0.0: comes from `git+https://x`, not from the registry
    a: in the normal tree of alumni-core as 1.0.0 and 2.0.0
    crates come from 2 registries, expected one
    >>> nodes[1] = node("b1.0.0", "a2.0.0", kind="dev")
    >>> any("normal tree" in problem for problem in problems(metadata))
    False
    """
    found = []
    for package in metadata["packages"]:
        title = f"{package['name']} {package['version']}"
        if package["name"] not in EXCEPTED_LICENCES and not allowed(package["license"]):
            found.append(f"{title}: the licence `{package['license']}` is not allowed")
        if package["id"] in metadata["workspace_members"]:
            continue
        if not (package["source"] or "a path outside the workspace").startswith("registry+"):
            found.append(f"{title}: comes from `{package['source']}`, not from the registry")

    tree = normal_tree(metadata, "alumni-core")
    versions = collections.defaultdict(list)
    for package in metadata["packages"]:
        if package["id"] in tree:
            versions[package["name"]].append(package["version"])
    for name, several in sorted(versions.items()):
        if len(several) > 1 and name not in EXCEPTED_DUPLICATES:
            found.append(f"{name}: in the normal tree of alumni-core as {' and '.join(sorted(several))}")

    registries = {package["source"] for package in metadata["packages"]}
    registries = [source for source in registries if (source or "").startswith("registry+")]
    if len(registries) > 1:
        found.append(f"crates come from {len(registries)} registries, expected one")
    return found


def main():
    failed, _ = doctest.testmod()
    if failed:
        sys.exit("the script's own examples fail")
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    output = subprocess.run(
        command, cwd=Path(__file__).parent, check=True, capture_output=True, text=True
    ).stdout
    metadata = json.loads(output)
    tree = normal_tree(metadata, "alumni-core")
    print(f"{'crate':<28}{'version':<24}{'core needs it':<16}licence")
    for package in sorted(metadata["packages"], key=lambda package: (package["name"], package["version"])):
        needed = "yes" if package["id"] in tree else "no"
        print(f"{package['name']:<28}{package['version']:<24}{needed:<16}{package['license']}")
    default = subprocess.run(
        ["cargo", "tree", "-p", "alumni-core", "-e", "normal", "--prefix", "none", "--locked"],
        cwd=Path(__file__).parent,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = problems(metadata) + too_many(default)
    print(
        f"\n{len(metadata['packages'])} crates, {len(tree) - 1} below alumni-core with all its features",
        end="",
    )
    print(f", {len(names(default))} without optional ones (at most {MOST_CRATES})")
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
