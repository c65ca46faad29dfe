"""Validates places and services: places.py ADDRESS, of a running demonstration.

Every record must be one of data·inclusion, version 1, warnings included. Of each kind a copy is
broken on purpose, so that a validator that sees nothing is noticed.
"""

import json
import sys
import urllib.request

import pydantic
from data_inclusion.schema import v1

MODELS = {"structures": v1.Structure, "services": v1.Service}
BROKEN = {
    "structures": {"id": None, "nom": "L’Atelier.", "date_maj": "1999-12-31", "code_insee": "9205"},
    "services": {
        "structure_id": None,
        "description": "Non",
        "thematiques": ["numerique"],
        "publics": ["tous-publics", "jeunes"],
    },
}


def faults(model, record):
    """The fields of a record that are wrong."""
    try:
        model.model_validate(record, context={"ignore_warnings": False}, strict=False)
    except pydantic.ValidationError as error:
        return sorted({str(one["loc"][0]) for one in error.errors()})
    return []


def main(address):
    known = set()
    for name, model in MODELS.items():
        with urllib.request.urlopen(f"{address}/donnees/lieux/{name}.json") as answer:
            records = json.load(answer)
        if not records:
            sys.exit(f"the demonstration has no {name}, so nothing was checked")
        for record in records:
            unknown = set(record) - set(model.model_fields)
            if unknown:
                sys.exit(f"{name}: {sorted(unknown)} are no fields of the schema")
            if found := faults(model, record):
                sys.exit(f"{name}, {record['nom']}: {found}")
        for field, value in BROKEN[name].items():
            if faults(model, {**records[0], field: value}) != [field]:
                sys.exit(f"{name}: {field} = {value!r} should be found")
        if name == "structures":
            known = {record["id"] for record in records}
        else:
            lost = [record["nom"] for record in records if record["structure_id"] not in known]
            if lost:
                sys.exit(f"services of no structure: {lost}")
        print(f"data·inclusion: {len(records)} {name}, 0 errors, {len(BROKEN[name])} faults found")


main(sys.argv[1])
