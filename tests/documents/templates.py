"""Word templates as people, or others, might upload them."""

import io
import zipfile

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from replikasi.documents.standard_template import standard


def template(*paragraphs):
    """Bytes of a .docx with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content=None, *, add=(), **replaced):
    """Bytes of a .docx (the standard one) with parts added as (name, bytes), and in the parts of
    the given names ("document": word/document.xml) one text put in another's place."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or standard())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            for wanted, (before, after) in replaced.items():
                if name == PARTS[wanted]:
                    assert before.encode() in part
                    part = part.replace(before.encode(), after.encode(), 1)
            new.writestr(name, part)
        for name, part in add:
            new.writestr(name, part)
    return out.getvalue()


PARTS = {
    "document": "word/document.xml",
    "types": "[Content_Types].xml",
    "links": "word/_rels/document.xml.rels",
}
END_OF_LINKS = "</Relationships>"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def linked(kind, target, *, mode="External"):
    """The standard template with one more relationship."""
    link = f'<Relationship Id="rId990" Type="{KINDS}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return changed(links=(END_OF_LINKS, link + END_OF_LINKS))


def with_field(code):
    """The standard template with a field of that code."""
    field = f'<w:p><w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    return changed(document=("<w:body>", f"<w:body>{field}"))


def upload(content, name="templat.docx"):
    return SimpleUploadedFile(name, content)
