"""Every row fits docs/schemas/statements.json."""

import json
from pathlib import Path

import jsonschema

from headwater.model.document import Kind
from headwater.model.statement import Provenance
from headwater.statements.extract import extract, row

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "statements.json"
TEXT = """“The dock,” said Odile Marr, “is closed.” She denied that it was sold.

On Mon, Mar 5, 2012 at 9:00 AM, Dora Quill <dora@y.example> wrote:
> It was announced that the dock would close.
"""


def test_rows_fit_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    source = Provenance("0" * 64, kind=Kind.MESSAGE, writer="Anna Beck", date="2012-03-05T10:00:00Z")
    rows = [row(s, "mail.eml", TEXT) for s in extract(source, TEXT)]
    assert {type(r["content"]) for r in rows} == {dict, list}
    assert {type(r["source"]) for r in rows} == {dict, type(None)}
    for made in rows:
        validator.validate(made)
