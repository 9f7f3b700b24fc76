"""A DOCX template filled with texts, in a sandbox. No Django here: a template of an agency is
filled by a process of its own, with little time and memory and nothing of the portal's settings.

`python -m replikasi.documents.filling` reads one JSON object from the standard input (see `done`)
and writes the document, or a JSON fault and exit code FAULTY.
"""

import base64
import difflib
import json
import re
import sys
from datetime import UTC, datetime
from io import BytesIO

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, meta, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from replikasi.documents.package import Fault, check, repacked

FAULTY = 3
MOST_SECONDS = 15  # of the processor
MOST_MEMORY = 768 * 1024 * 1024  # bytes, the program itself included
# Filters that only shape texts and lists; none makes markup of a text, or another thing each time.
SHAPING = (
    "abs batch capitalize count d default e escape first float format groupby int items join last "
    "length list lower map max min reject rejectattr replace reverse round select selectattr slice "
    "sort string sum title trim truncate unique upper wordcount"
)
FILTERS = frozenset(SHAPING.split())
GLOBALS = ("range", "namespace")
LONGEST_QUOTE = 90
LONGEST_TITLE = 255  # of a core property
SEE_NAMES = "Pakai nama dari daftar di halaman Surat dan templat."
UNDERSCORED = re.compile(r"\{_|_\}|%_")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def filled(template, context, pictures, *, title, at):
    """Bytes of `template` (bytes) filled with `context` and `pictures` {name: (PNG, mm, words)}.

    `at`: the aware moment that the file bears; the same arguments give the same bytes. A name of
    PICTURES that is not in `pictures` is to be in `context` as "". Raises Fault.
    """
    document = _Template(BytesIO(template))
    try:
        document.init_docx()
        room = _room(document.docx)
    except Exception as error:  # python-docx raises whatever it stumbles over
        raise Fault(
            "Dokumen ini tidak dapat dibaca. Buka di Word atau LibreOffice, simpan sebagai DOCX, "
            "lalu unggah lagi."
        ) from error
    drawn = {
        name: _Picture(document, BytesIO(png), min(Mm(width), room), words)
        for name, (png, width, words) in pictures.items()
    }
    try:
        document.render({**context, **drawn}, environment())
        _stamp(document.docx.core_properties, title, at)
        out = BytesIO()
        document.save(out)
    except Fault:
        raise
    except Exception as error:  # what the filled XML is no more, docxtpl tells in many ways
        raise Fault(
            "Templat ini tidak dapat diisi. Periksa bahwa tiap {%tr for … %} dan {%tr endfor %} "
            "berdiri sendiri di satu baris tabel, dan tiap {%p … %} di satu paragraf."
        ) from error
    return dated(out, at)


def environment():
    """Where templates run: nothing of Python, no other files, no unknown names."""
    found = ImmutableSandboxedEnvironment(autoescape=True, undefined=_Unknown, finalize=_only_texts)
    found.filters = {name: one for name, one in found.filters.items() if name in FILTERS}
    found.globals = {name: found.globals[name] for name in GLOBALS}
    return found


class _NoText(TypeError):
    """Something was to be printed that is neither text, number nor picture."""


def _only_texts(value):
    is_printed = isinstance(value, str | int | float | _Picture | _Unknown)
    if not is_printed or isinstance(value, bool):
        raise _NoText
    if isinstance(value, str) and UNDERSCORED.search(value):
        # docxtpl would make "{{" of a "{_{" that somebody wrote.
        return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704 - escaped here
    return value


def dated(package, at):
    """Bytes of `package` (BytesIO) with the moment `at` on every part."""
    out = BytesIO()
    repacked(package, out, at)
    return out.getvalue()


def _room(document):
    """Width between the margins of the first section."""
    section = document.sections[0]
    return section.page_width - section.left_margin - section.right_margin


def _stamp(properties, title, at):
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title = title[:LONGEST_TITLE]
    properties.language = "id-ID"
    properties.created = properties.modified = moment
    properties.last_modified_by = ""
    properties.revision = 1


# -- docxtpl, told where it stumbled ---------------------------------------------------------------


class _Picture(InlineImage):
    """With its words for who does not see it."""

    def __init__(self, document, content, width, words):
        super().__init__(document, content, width=width)
        self.words = words

    def _insert_image(self):
        self.image_descriptor.seek(0)
        inline = self.tpl.current_rendering_part.new_pic_inline(self.image_descriptor, self.width)
        inline.docPr.set("descr", self.words)
        return (
            f"</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r>"
            '<w:t xml:space="preserve">'
        )

    __str__ = __html__ = _insert_image


class _Unknown(StrictUndefined):
    __slots__ = ()

    @property
    def _undefined_message(self):
        if self._undefined_hint:  # of the sandbox, about what is not allowed
            return self._undefined_hint
        known = self._undefined_obj if isinstance(self._undefined_obj, dict) else ()
        return _unknown(str(self._undefined_name), known)


class _Template(DocxTemplate):
    def render_xml_part(self, src_xml, part, context, jinja_env=None):
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).split("\n")
        try:
            _check_names(jinja_env.parse("\n".join(lines)), lines, context, jinja_env)
            return super().render_xml_part(src_xml, part, context, jinja_env)
        except Fault:
            raise
        except Exception as error:
            raise Fault(_told(error, lines)) from error

    def render_properties(self, context, jinja_env=None):
        """The properties are ours, see _stamp."""


def _check_names(tree, lines, context, jinja_env):
    """Every name must be known, also where the template does not come this time."""
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        raise Fault(
            f"{_place(lines, node.lineno)} memanggil berkas lain (include, import, atau extends), "
            "yang tidak ada di sini. Hapus perintah itu, lalu unggah lagi."
        )
    unknown = meta.find_undeclared_variables(tree) - {*context, *jinja_env.globals}
    for name in sorted(unknown):
        used = re.compile(rf"\b{re.escape(name)}\b")
        for number, line in enumerate(lines, start=1):
            if any(used.search(tag) for tag in TAG.findall(line)):
                raise Fault(f"{_place(lines, number, used)} {_unknown(name, context)}")
        raise Fault(f"Templat ini {_unknown(name, context)}")


def _unknown(name, known):
    near = difflib.get_close_matches(name, [str(one) for one in known], n=1)
    meant = f"Maksud Anda {near[0]}?" if near else SEE_NAMES
    return f"memakai {name}, yang tidak dikenal. {meant}"


def _place(lines, number, used=None):
    """The paragraph that stands at line `number`, quoted; the one tag of it where that is long."""
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    text = " ".join(re.sub(r"<[^>]*>", "", line).split())
    tags = [tag for tag in TAG.findall(line) if used is None or used.search(tag)]
    if len(text) > LONGEST_QUOTE and tags:
        text = " ".join(re.sub(r"<[^>]*>", "", tags[0]).split())
    text = text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
    return f"Baris “{text}”" if text else "Templat ini"


def _told(error, lines):
    """The Indonesian sentence of what Jinja or Python says about a template."""
    number = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
    return f"{_place(lines, number)} {_why(error)}"


def _line_of(error):
    number, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            number = step.tb_lineno
        step = step.tb_next
    return number


SYNTAX = (
    (r"Unexpected end of template.*innermost block.*'(\w+)'", "membuka {0} yang belum ditutup."),
    (r"Encountered unknown tag '(\w+)'", "memakai perintah {0}, yang tidak dikenal di sini."),
    (r"[Nn]o filter named '(\w+)'", "memakai saringan {0}, yang tidak dapat dipakai di sini."),
    (r"[Nn]o test named '(\w+)'", "memakai pemeriksaan {0}, yang tidak dikenal."),
)


def _why(error):
    if isinstance(error, SecurityError):
        return "memakai bagian dalam program, yang tidak diizinkan. Hapus bagian itu."
    if isinstance(error, UndefinedError):
        return error.message
    if isinstance(error, TemplateSyntaxError):
        for pattern, sentence in SYNTAX:
            if found := re.search(pattern, error.message, re.DOTALL):
                return f"{sentence.format(found[1])} Perbaiki, lalu unggah lagi."
        return (
            "tidak dapat dibaca. Periksa kurung kurawalnya, dan bahwa tiap for dan if ditutup "
            "endfor dan endif."
        )
    if isinstance(error, _NoText):
        return (
            "mencetak daftar atau kelompok nama sekaligus. Ulangi dengan for, atau pakai satu "
            "nama di dalamnya, misalnya {{ kop.instansi }}."
        )
    if isinstance(error, OverflowError | MemoryError | RecursionError):
        return "mengulang terlalu banyak atau membuat teks terlalu panjang. Kurangi, lalu unggah."
    return "tidak dapat dihitung. Pakai nama apa adanya, misalnya {{ judul }}."


# -- as a process ----------------------------------------------------------------------------------


def _limit():
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def done(given):
    """Bytes of the document that `given` asks for; Fault where the template, or what comes out of
    it, may not be.

    `given`: {"template": base64, "context": {}, "pictures": {name: [base64, mm, words]},
    "title": "", "at": ISO}.
    """
    template = base64.b64decode(given["template"])
    pictures = {
        name: (base64.b64decode(png), width, words)
        for name, (png, width, words) in given["pictures"].items()
    }
    check(template)
    at = datetime.fromisoformat(given["at"])
    content = filled(template, given["context"], pictures, title=given["title"], at=at)
    # A template could build what it may not contain.
    check(content)
    return content


def main():
    _limit()
    try:
        content = done(json.load(sys.stdin))
    except Fault as fault:
        sys.stdout.write(json.dumps({"fault": fault.sentence}))
        return FAULTY
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
