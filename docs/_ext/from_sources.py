"""Directives that show what stands elsewhere in the repository, so that pages cannot drift from it.

`{schema} NAME` shows `docs/schemas/NAME.json` field by field, and `{common-forms}` what several schemas share. `{transitions}
PART` shows the lifecycle of consent, `{vectors} ENGINE/TOPIC` cases of the corpus, `{facts}` the built-in vocabulary, `{separation-codes} SCHEME` what national codes
imply, `{kinds}` the kinds of acts, and `{reasons} ENGINE` the codes of reasons with their sentences.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parent.parent.parent


def cell(text):
    """Markdown that stays within a table's cell."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(cell, row)) + " |" for row in lines) + "\n"


class FromSource(SphinxDirective):
    """A directive that makes Markdown from a file."""

    def read(self, path):
        path = ROOT / path
        self.env.note_dependency(str(path))
        if not path.exists():
            raise self.error(f"{path.relative_to(ROOT)} does not exist")
        return path.read_text(encoding="utf-8")

    def run(self):
        return self.parse_text_to_nodes(self.markdown(), allow_section_headings=False)


class Schema(FromSource):
    """`{schema} worker`"""

    required_arguments = 1

    def markdown(self):
        name = self.arguments[0]
        schema = json.loads(self.read(f"docs/schemas/{name}.json"))
        parts = [
            f"Schema: <a href='{name}.json'>{name}.json</a>\n",
            *described(schema),
        ]
        for title, definition in sorted(schema.get("$defs", {}).items()):
            if title not in self.common():
                parts += [f"**{title}**\n", *described(definition)]
        return "\n".join(parts)

    def common(self):
        """Definitions that three documents or more share."""
        found = {}
        for path in sorted((ROOT / "docs/schemas").glob("*.json")):
            for title, definition in json.loads(self.read(path)).get("$defs", {}).items():
                found.setdefault(title, []).append(definition)
        return {title: same[0] for title, same in found.items() if len(same) > 2}


class CommonForms(Schema):
    """`{common-forms}`"""

    required_arguments = 0

    def markdown(self):
        parts = []
        for title, definition in sorted(self.common().items()):
            parts += [f"**{title}**\n", *described(definition)]
        return "\n".join(parts)


def described(schema):
    """What a schema says in Markdown: its description, then its fields or its values."""
    if schema.get("description"):
        yield schema["description"] + "\n"
    choices = schema.get("oneOf") or schema.get("anyOf") or []
    if "properties" in schema:
        yield fields(schema)
    elif all("const" in choice for choice in choices) and choices:
        yield table(["value", "meaning"], ([f"`{c['const']}`", c.get("description", "")] for c in choices))
    elif choices:
        yield table(["form", "meaning"], ([form(c), c.get("description", "")] for c in choices))
    else:
        yield form(schema) + "\n"


def fields(schema):
    required = schema.get("required", [])
    rows = []
    for name, field in sorted(schema["properties"].items(), key=lambda item: item[0] not in required):
        need = "required" if name in required else ""
        if field.get("default") not in (None, [], {}):
            need = f"default `{json.dumps(field['default'], ensure_ascii=False)}`"
        rows.append([f"`{name}`", form(field), need, field.get("description", "")])
    return table(["field", "form", "", "meaning"], rows)


def form(schema):
    """The form of a value in a few words."""
    if schema is True:
        return "anything"
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "const" in schema:
        return f"`{json.dumps(schema['const'], ensure_ascii=False)}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    for key in ("oneOf", "anyOf"):
        if key in schema:
            forms = [form(choice) for choice in schema[key] if choice.get("type") != "null"]
            return " or ".join(dict.fromkeys(forms))
    if "properties" in schema:
        inner = (f"`{name}`: {form(field)}" for name, field in schema["properties"].items())
        return "{ " + ", ".join(inner) + " }"
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        kind = " or ".join(name for name in kind if name != "null")
    if kind == "array":
        return f"list of {form(schema.get('items', True))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map of {form(schema['additionalProperties'])}"
    if schema.get("format") in ("date", "date-time"):
        return {"date": "date", "date-time": "instant"}[schema["format"]]
    return kind


class Transitions(FromSource):
    """`{transitions} decision`: one part of the lifecycle of consent, a row for each state and a column for each step."""

    required_arguments = 1

    def markdown(self):
        part = tomllib.loads(self.read("alumni-core/lifecycle/consent.toml"))[self.arguments[0]]
        steps = list(dict.fromkeys(step for listed in part.values() for step in listed))
        rows = []
        for state, listed in part.items():
            targets = (" or ".join(f"`{to}`" for to in listed.get(step, [])) for step in steps)
            rows.append([f"**`{state}`**", *(target or "·" for target in targets)])
        return table(["from", *(f"`{step}`" for step in steps)], rows)


class Vectors(FromSource):
    """`{vectors} calendar/add` with `:cases:`, a number: the first so many."""

    required_arguments = 1
    option_spec: ClassVar = {"cases": directives.positive_int}

    def markdown(self):
        name = self.arguments[0]
        document = json.loads(self.read(f"tests/vectors/{name}.json"))
        cases = document["cases"][: self.options.get("cases")]
        names = list(cases[0]["given"])
        rows = []
        for case in cases:
            given = [f"`{json.dumps(case['given'].get(key), ensure_ascii=False)}`" for key in names]
            rows.append([*given, f"`{json.dumps(case['expect'], ensure_ascii=False)}`", case["name"]])
        text = table([*names, "answer", "case"], rows)
        left = len(document["cases"]) - len(cases)
        more = f", and {left} more" if left else ""
        return f"{text}\n`{document['call']}`, from `tests/vectors/{name}.json`{more}. Source: {document['source']}.\n"


class Facts(FromSource):
    """`{facts}`"""

    def markdown(self):
        rows = []
        for fact in tomllib.loads(self.read("alumni-core/vocabulary/hr.toml"))["facts"]:
            kind = fact["type"] + (" of a named value" if "parameter" in fact else "")
            title = fact["title"]
            values = ", ".join(f"`{value['name']}`" for value in fact.get("values", []))
            rows.append([f"`{fact['name']}`", kind, title["en"], title["ja"], values])
        return table(["fact", "type", "English", "Japanese", "values"], rows)


class SeparationCodes(FromSource):
    """`{separation-codes} jp_rishoku_kubun`"""

    required_arguments = 1

    def markdown(self):
        codes = tomllib.loads(self.read("alumni-core/mappings/separation-codes.toml"))["codes"]
        rows = []
        for code in codes:
            if code["scheme"] == self.arguments[0]:
                implied = [f"`{code[key]}`" if key in code else "" for key in ("kind", "reason")]
                rows.append([", ".join(code["code"]), *implied])
        return table(["code", "kind", "reason"], rows)


class Reasons(FromSource):
    """`{reasons} consent` with `:prefix:`, what the codes shown begin with."""

    required_arguments = 1
    option_spec: ClassVar = {"prefix": directives.unchanged_required}

    def markdown(self):
        name = self.arguments[0]
        english, japanese = (
            sentences(self.read(f"alumni-core/src/text/{lang}/{name}.ftl")) for lang in ("en", "ja")
        )
        shown = [code for code in english if code.startswith(self.options.get("prefix", ""))]
        return table(["code", "English", "Japanese"], ([f"`{c}`", english[c], japanese[c]] for c in shown))


class Kinds(FromSource):
    """`{kinds}`: the kinds of acts that the library knows."""

    def markdown(self):
        source = self.read("alumni-core/src/engagement/kind.rs")
        said = re.findall(r"^/// \| ([^|`]+) \| (`[^|]+`) \|$", source, re.MULTILINE)
        titles = [
            dict(re.findall(r"^    \[(\w+)\] (.+)$", named, re.MULTILINE))
            for lang in ("en", "ja")
            for named in [self.read(f"alumni-core/src/text/{lang}/engagement.ftl").split("*[other]")[0]]
        ]
        rows = [
            [f"`{kind}`", what, *(title[kind] for title in titles)]
            for what, kinds in said
            for kind in re.findall(r"\w+", kinds)
        ]
        return table(["kind", "what it is", "English", "Japanese"], rows)


class PackRules(FromSource):
    """`{pack-rules}`: every rule of every legal pack, with its dates and its grading."""

    def markdown(self):
        rows = []
        for path in sorted((ROOT / "alumni-core/packs").glob("*.toml")):
            for rule in tomllib.loads(self.read(path.relative_to(ROOT).as_posix()))["rules"]:
                until = rule.get("effective_until", "")
                checked = f"{rule['checked']}, {rule['dates_checked']}"
                article = f"{rule['article']['en']}<br>{rule['article']['ja']}"
                text = f"{rule['text']['en']}<br>{rule['text']['ja']}"
                rows.append(
                    [f"`{rule['id']}`", article, text, str(rule["effective_from"]), str(until), checked]
                )
        return table(["rule", "article", "asks for", "from", "until", "checked, dates"], rows)


def sentences(text):
    """The messages of a Fluent file, each with its default variants and its arguments in angle brackets."""
    entries = re.findall(r"^([\w-]+) = ((?:.*\n)(?:[ }].*\n)*)", text + "\n", re.MULTILINE)
    found = {}
    for code, pattern in entries:
        pattern = re.sub(r"\{ \$[\w]+ ->(.*?)\n *\}", r"\1", pattern, flags=re.DOTALL)
        pattern = re.sub(r"^ *\[\w+\].*\n", "", pattern, flags=re.MULTILINE)
        pattern = re.sub(r"\*\[\w+\]", "", pattern)
        found[code] = re.sub(r"\{ \$?([\w-]+) \}", r"‹\1›", pattern)
    return found


def setup(app):
    app.add_directive("schema", Schema)
    app.add_directive("common-forms", CommonForms)
    app.add_directive("pack-rules", PackRules)
    app.add_directive("transitions", Transitions)
    app.add_directive("vectors", Vectors)
    app.add_directive("facts", Facts)
    app.add_directive("kinds", Kinds)
    app.add_directive("separation-codes", SeparationCodes)
    app.add_directive("reasons", Reasons)
    return {"parallel_read_safe": True}
