"""A Briefing as slides (PPTX): real titles, native charts and tables, nothing run over an edge.

The same briefing gives the same bytes: every moment in the file is that of the briefing.
"""

from io import BytesIO
from tempfile import SpooledTemporaryFile

from .deck import fitting, lists, look, slides
from .package import repacked

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
IN_MEMORY = 8 * 1024 * 1024
LONGEST_PROPERTY = 255


def pptx_of(briefing):
    """Bytes of the .pptx."""
    out = BytesIO()
    write_pptx(briefing, out)
    return out.getvalue()


def write_pptx(briefing, out, tell=None):
    """Writes the .pptx to `out`, a binary file. `tell(done, total)` is called for each slide of a
    replication, and may raise to give up."""
    deck = slides.Deck(briefing)
    slides.cover(deck)
    slides.glance(deck)
    if briefing.groups:
        lists.groups(deck)
    elif len(briefing.replications) == briefing.total:
        lists.replications(deck)
    for done, one in enumerate(briefing.replications, start=1):
        slides.replication(deck, one)
        if tell:
            tell(done, len(briefing.replications))
    lists.others(deck)
    lists.decisions(deck)
    lists.promises(deck)
    lists.changes(deck)
    _finish(deck.presentation, briefing)
    with SpooledTemporaryFile(IN_MEMORY) as made:
        deck.presentation.save(made)
        repacked(made, out, briefing.at)


def _finish(presentation, briefing):
    for slide in presentation.slides:
        look.in_indonesian(slide.element)
        if slide.has_notes_slide:
            look.in_indonesian(slide.notes_slide.element)
    told = presentation.core_properties
    at = briefing.at.replace(tzinfo=None, microsecond=0)
    told.title, told.subject = briefing.title, _property(briefing.scope)
    told.author = told.last_modified_by = _property(briefing.by)
    told.language, told.keywords, told.comments = look.LANGUAGE, "", ""
    told.created = told.modified = told.last_printed = at
    told.revision = 1


def _property(text):
    return fitting.cleaned(text)[:LONGEST_PROPERTY]
