"""Checks that docs/schemas are valid JSON Schemas, and that the corpus's documents keep to them."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent

# Where a vector's `given` holds a whole document: the argument's name, and its schema.
DOCUMENTS = {
    "worker": "worker",
    "policy": "policy",
    "vocabulary": "vocabulary",
    "notice": "notice",
    "question": "consent-question",
    "model": "score-model",
}
# Where a call means another document by that name.
OF_CALL = {
    ("engagement.rfm", "model"): "engagement-rfm-model",
    ("engagement.window_scores", "model"): "engagement-window-model",
}


def main():
    schemas = {}
    for path in sorted((ROOT / "docs/schemas").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        schemas[path.stem] = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    checked = 0
    for path in sorted((ROOT / "tests/vectors").rglob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            # A case that expects an error may well break the schema: that is its point.
            if isinstance(case["expect"], dict) and "error" in case["expect"]:
                continue
            for name, schema in DOCUMENTS.items():
                document = case["given"].get(name)
                schema = OF_CALL.get((file["call"], name), schema)
                if isinstance(document, dict):
                    error = next(schemas[schema].iter_errors(document), None)
                    assert error is None, f"{path.name}: {case['name']}: {name}: {error.message}"
                    checked += 1
    print(f"{len(schemas)} schemas are valid, {checked} documents of the corpus keep to them")


main()
