"""Validates message files of banks: bank.py FOLDER SCHEMAS.

Each file NAME.xml of the folder must be valid by NAME.xsd of the schemas, and must no longer be
when its first identifier or its last element is taken away, so that a validator that sees
nothing is noticed.
"""

import copy
import pathlib
import sys

from lxml import etree

SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


def broken(document):
    """The document without its first identifier, and without its last element that has content."""
    first = copy.deepcopy(document)
    identifier = next(first.iter("{*}MsgId"))
    identifier.getparent().remove(identifier)
    yield first
    last = copy.deepcopy(document)
    body = last.getroot()[0]
    for child in list(body)[:-1]:
        body.remove(child)
    yield last


def main(folder, schemas):
    faults = []
    files = sorted(pathlib.Path(folder).glob("*.xml"))
    for file in files:
        schema = etree.XMLSchema(etree.parse(pathlib.Path(schemas) / f"{file.stem}.xsd", SAFE))
        document = etree.parse(file, SAFE)
        if not schema.validate(document):
            faults += [f"{file.name}: line {e.line}: {e.message}" for e in schema.error_log]
        for worse in broken(document):
            if schema.validate(worse):
                faults.append(f"{file.name}: the schema takes what was broken on purpose")
    if len(files) != 4:
        faults.append(f"there are {len(files)} files, not 4")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    names = ", ".join(file.stem for file in files)
    print(f"files for banks: {names}: 0 errors")


main(*sys.argv[1:])
