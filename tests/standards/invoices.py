"""Validates invoices: invoices.py FOLDER.

FOLDER/platform holds files of CII that must satisfy the schema of Factur-X, the rules of EN 16931
and those of the French platforms, each with a PDF that carries it; FOLDER/plain, files that lack
what a platform asks for beyond the standard, and nothing else; FOLDER/random, a hundred that must
satisfy all. Of the others a copy is broken on purpose, so that a validator that sees nothing is
noticed.
"""

import copy
import io
import logging
import pathlib
import sys

import facturx
import pikepdf
from lxml import etree
from saxonche import PySaxonProcessor

RULES = pathlib.Path(facturx.__file__).parent / "xsd_and_schematron"
SHEETS = {
    "EN 16931": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "platforms": "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
TOLD = {
    "{http://www.aiim.org/pdfa/ns/id/}part": "3",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
    "{http://www.aiim.org/pdfua/ns/id/}part": "1",
    f"{{{FX}}}DocumentType": "INVOICE",
    f"{{{FX}}}DocumentFileName": "factur-x.xml",
    f"{{{FX}}}Version": "1.0",
    f"{{{FX}}}ConformanceLevel": "EN 16931",
}


class Validator:
    """The schema and both sets of rules."""

    def __init__(self, processor):
        self.processor = processor
        compiler = processor.new_xslt30_processor()
        self.sheets = {
            name: compiler.compile_stylesheet(stylesheet_file=str(RULES / path))
            for name, path in SHEETS.items()
        }

    def faults(self, xml):
        """The rules of the standard, its schema among them, and those of platforms that it breaks."""
        text = etree.tostring(xml, encoding="unicode")
        broken = {name: set() for name in SHEETS}
        try:
            facturx.xml_check_xsd(text.encode(), flavor="factur-x", level="en16931")
        except Exception:
            broken["EN 16931"].add("schema")
        for name, sheet in self.sheets.items():
            report = sheet.transform_to_string(xdm_node=self.processor.parse_xml(xml_text=text))
            found = etree.fromstring(report.encode(), SAFE)
            if next(found.iter(SVRL + "fired-rule"), None) is None:
                broken[name].add("no rule was tried")
            for fault in found.iter(SVRL + "failed-assert", SVRL + "successful-report"):
                broken[name].add(fault.get("id") or "without a name")
        return broken["EN 16931"], broken["platforms"]


def first(xml, *path):
    return next(xml.iterfind(".//" + "/".join("{*}" + step for step in path)))


def remove(element):
    element.getparent().remove(element)


def a_cent_more(xml):
    total = first(xml, "GrandTotalAmount")
    total.text = f"{float(total.text) + 0.01:.2f}"


def without_penalties(xml):
    remove(next(n for n in xml.iter("{*}IncludedNote") if n.findtext("{*}SubjectCode") == "PMD"))


def out_of_order(xml):
    code = first(xml, "ExchangedDocument", "TypeCode")
    code.getparent().append(code)


BROKEN = {
    "BR-CO-15": a_cent_more,
    "BR-FR-05_BT-22_PMD": without_penalties,
    "BR-FR-08_BT-23": lambda xml: setattr(
        first(xml, "BusinessProcessSpecifiedDocumentContextParameter", "ID"), "text", "A1"
    ),
    "BR-06": lambda xml: remove(first(xml, "SellerTradeParty", "Name")),
    "schema": out_of_order,
}
# What `platform_gaps` says: the seller has no SIREN, or one of the two no electronic address.
GAPS = {"BR-FR-10_BT-30", "BR-FR-13_BT-34", "BR-FR-12_BT-49"}


def check_xml(validator, path, kind):
    xml = etree.parse(path, SAFE).getroot()
    standard, french = validator.faults(xml)
    if standard or (not french or french - GAPS if kind == "plain" else french):
        yield f"{path.name}: {sorted(standard | french)}"
    if kind == "random":
        return
    for rule, break_it in BROKEN.items():
        worse = copy.deepcopy(xml)
        break_it(worse)
        found = set.union(*validator.faults(worse))
        if rule not in found:
            yield f"{path.name}: {rule} was broken on purpose, and found is {sorted(found)}"


def fonts(pdf):
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]


def metadata(pdf):
    """Its properties with their texts, and the names that it describes for the namespace FX."""
    root = etree.fromstring(bytes(pdf.Root.Metadata.read_raw_bytes()), SAFE)
    texts = {element.tag: element.text for element in root.iter() if element.text}
    schemas = root.iterfind(".//{*}schemas/{*}Bag/{*}li")
    ours = [s for s in schemas if s.findtext("{*}namespaceURI") == FX]
    return texts, {name.text for schema in ours for name in schema.iter("{*}name")}


def check_pdf(data, xml):
    """What Factur-X and PDF/A-3a want of a file, as far as qpdf shows it."""
    name, inside = facturx.get_xml_from_pdf(data, check_xsd=True)
    if (name, inside) != ("factur-x.xml", xml):
        yield "factur-x finds no invoice inside, or another"
    pdf = pikepdf.open(io.BytesIO(data))
    root = pdf.Root
    texts, described = metadata(pdf)
    files = list(root.get("/AF", []))
    output = list(root.get("/OutputIntents", []))
    yield from pdf.check_pdf_syntax()
    rules = {
        "metadata in the clear": "/Filter" not in root.Metadata,
        "what the metadata claim": all(texts.get(k) == v for k, v in TOLD.items()),
        "every property described": described == {k.split("}")[1] for k in TOLD if FX in k},
        "the same dates twice": str(pdf.docinfo.get("/CreationDate", ""))[2:10]
        == texts.get("{http://ns.adobe.com/xap/1.0/}CreateDate", "")[:10].replace("-", ""),
        "tags, a language": bool(root.MarkInfo.Marked and root.StructTreeRoot and root.Lang),
        "a profile of colours": [o.S for o in output] == ["/GTS_PDFA1"]
        and all("/DestOutputProfile" in o for o in output),
        "an identifier": len(pdf.trailer.get("/ID", [])) == 2,
        "no password, no action": not pdf.is_encrypted
        and not {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()),
        "fonts inside": bool(fonts(pdf))
        and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(f.keys()) for f in fonts(pdf)),
        "one file, an alternative": [f.get("/AFRelationship") for f in files] == ["/Alternative"],
        "its names, type and date": all(
            str(f.F) == str(f.UF) == "factur-x.xml"
            and f.EF.F.Subtype == "/text/xml"
            and "/ModDate" in f.EF.F.Params
            for f in files
        ),
        "it is listed": "/Names" in root
        and [str(name) for name in list(root.Names.EmbeddedFiles.Names)[::2]] == ["factur-x.xml"],
    }
    yield from (rule for rule, kept in rules.items() if not kept)


def broken_pdfs(data):
    """Copies with one thing wrong, by the rule that each breaks."""

    def copy_with(change):
        pdf = pikepdf.open(io.BytesIO(data))
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()

    def retold(pdf):
        told = bytes(pdf.Root.Metadata.read_raw_bytes())
        pdf.Root.Metadata = pdf.make_stream(told.replace(b"EN 16931", b"MINIMUM"))

    yield "what the metadata claim", copy_with(retold)
    yield "one file, an alternative", copy_with(
        lambda pdf: setattr(pdf.Root.AF[0], "AFRelationship", pikepdf.Name("/Data"))
    )
    yield "tags, a language", copy_with(lambda pdf: setattr(pdf.Root.MarkInfo, "Marked", False))


def main(folder):
    logging.disable(logging.CRITICAL)
    faults, files = [], {}
    with PySaxonProcessor(license=False) as processor:
        validator = Validator(processor)
        for kind in ("platform", "plain", "random"):
            files[kind] = sorted(pathlib.Path(folder, kind).glob("*.xml"))
            for path in files[kind]:
                faults += check_xml(validator, path, kind)
    for path in files["platform"]:
        xml, pdf = path.read_bytes(), path.with_suffix(".pdf").read_bytes()
        faults += [f"{path.stem}.pdf: {fault}" for fault in check_pdf(pdf, xml)]
        if "factur-x finds no invoice inside, or another" not in check_pdf(pdf, xml + b" "):
            faults.append(f"{path.stem}.pdf: another file inside goes unnoticed")
        for rule, worse in broken_pdfs(pdf):
            if rule not in check_pdf(worse, xml):
                faults.append(f"{path.stem}.pdf: {rule}: broken on purpose, and not found")
    count = {kind: len(paths) for kind, paths in files.items()}
    if count != {"platform": 8, "plain": 1, "random": 100}:
        faults.append(f"there are {count} files")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    names = ", ".join(path.stem for path in files["platform"] + files["plain"])
    print(f"invoices (XML, and PDF/A-3 around it): {names}, {count['random']} of any kind: 0 errors")


main(*sys.argv[1:])
