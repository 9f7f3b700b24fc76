"""The slides of a briefing, one function a kind of slide; each gives how many it made."""

from replikasi.common import formats
from replikasi.documents.briefing import CLAIMED, VERIFIED

from . import charts, drawing, look, topics
from .fitting import Style, cleaned, ended, height_of_all, largest
from .look import BODY, Box

MARKS = {VERIFIED: "● terverifikasi", CLAIMED: "○ sementara"}
TONES = {"ok": "ok", "wait": "wait", "bad": "bad", "none": "muted", "draft": "muted", "": "muted"}
LABEL, NOTE = Style(11, color="muted"), Style(11, color="muted")
VALUE_SIZES = (26, 22, 20, 18, 16, 14, 12)
GAP = 16
FIGURES = Box(BODY.left, BODY.top, BODY.width, 76)
# The curve at the left, what to talk about at the right.
CURVE_WIDTH, BESIDE, BOTTOM = 550, 28, 498
CURVE = Box(BODY.left, 204, CURVE_WIDTH, BOTTOM - 204)
TOPICS = Box(BODY.left + CURVE_WIDTH + BESIDE, 204, BODY.width - CURVE_WIDTH - BESIDE, 290)
FOOT_WIDTH = 560
CONTINUED = "(lanjutan)"


class Deck:
    """The presentation being made of a Briefing."""

    def __init__(self, briefing):
        self.briefing = briefing
        self.presentation = look.blank()
        self.cover_layout, self.layout = self.presentation.slide_layouts
        demo = " Data contoh untuk peragaan." if briefing.is_demo else ""
        # Whose replications these are stands whole on the first slide.
        self.foot = (
            ended(f"{briefing.title}, {briefing.scope}", FOOT_WIDTH, look.FOOT_SIZE, f".{demo}"),
            f"Keadaan per {formats.long_date(briefing.at)}",
        )

    def slide(self, title, subtitle=""):
        """A slide with its title, and below it `subtitle` in one size that fits."""
        made = drawing.new_slide(self.presentation, self.layout, title, self.foot)
        if subtitle:
            words, place = cleaned(subtitle), look.SUBTITLE
            size = largest(words, (14, 13, 12, 11, 10, 9), place.width, place.height)
            drawing.text(made, place, [(words, Style(size, color="muted"))], "Keterangan")
        return made


def cover(deck):
    told = deck.briefing
    slide = drawing.new_slide(
        deck.presentation,
        deck.cover_layout,
        told.title,
        deck.foot,
        sizes=look.COVER_SIZES,
        place=look.COVER_TITLE,
    )
    words = [
        told.scope,
        f"Bahan rapat pimpinan {told.programme}. {told.position}.",
        f"Keadaan per {formats.long_date(told.at)}, {formats.clock(told.at)}. "
        f"Perubahan dihitung sejak {formats.long_date(told.since)}.",
    ]
    if told.is_demo:
        words.append("Data contoh untuk peragaan, bukan dokumen resmi.")
    shape = slide.placeholders[1]
    size = largest(cleaned(told.scope), (20, 18, 16, 14), look.COVER_WORDS.width, 60)
    styles = (Style(size, color="ink"), *[Style(14, color="muted", above=6)] * 3)
    paragraphs = list(zip(map(cleaned, words), styles, strict=False))
    drawing.write(shape.text_frame, paragraphs)
    drawing.notes(slide, [f"Disiapkan oleh {told.by} dari portal. {told.headline}."])


# -- figures ------------------------------------------------------------------------------------


def figures(slide, box, found, *, more=()):
    """The Figures side by side in `box`; `more`: cells of paragraphs that come after them. Gives
    where the longest of them ends."""
    cells = [_figure(one) for one in found] + list(more)
    width = (box.width - GAP * (len(cells) - 1)) / len(cells)
    lowest = box.bottom
    for place, (name, paragraphs) in enumerate(cells):
        at = Box(box.left + place * (width + GAP), box.top, width, box.height)
        told = [fitted(one, width) for one in paragraphs]
        drawing.text(slide, at, told, name)
        lowest = max(lowest, box.top + height_of_all(told, width))
    return lowest


def _figure(one):
    """(name, [(text, Style or a fitting size)]) of a Figure."""
    label = (one.label, LABEL)
    if not one.value:
        return one.label, [label, (one.absent, Style(14, color="muted", above=8)), *_notes(one)]
    is_verified = one.kind == VERIFIED and not one.unit
    color = "bad" if one.is_beyond else "accent" if is_verified else "ink"
    value = f"{one.value}\u00a0{one.unit}" if one.unit else one.value
    return one.label, [label, (value, Style(26, bold=True, color=color)), *_notes(one)]


def _notes(one):
    mark = MARKS.get(one.kind, "")
    note = ", ".join(part for part in (mark, one.note) if part) if len(one.note) < 16 else mark
    lines = [note, one.note if note == mark else "", one.change]
    return [(line, NOTE) for line in lines if line]


def fitted(paragraph, width):
    """A value in the largest size at which it stays on one line."""
    text, style = paragraph
    text = cleaned(text)
    if style.size < VALUE_SIZES[0]:
        return text, style
    size = largest(text, VALUE_SIZES, width, style.size * 1.2, bold=True)
    above = round((style.size - size) * 0.8)
    return text, Style(size, bold=True, color=style.color, above=above)


# -- the whole at a glance ----------------------------------------------------------------------


def glance(deck):
    told = deck.briefing
    plans = f"{formats.number(told.total)} replikasi"
    slide = deck.slide(told.headline, f"{told.programme}, {told.scope}: {plans}. {told.position}.")
    heads = Box(BODY.left, BODY.top, BODY.width, 112)
    top = figures(slide, heads, told.figures) + 10
    height = BOTTOM - top
    if told.curve:
        charts.curve(slide, Box(BODY.left, top, CURVE_WIDTH, height), told.curve, told.at)
    left = BODY.left + CURVE_WIDTH + BESIDE
    place = Box(left, top, BODY.width - CURVE_WIDTH - BESIDE, height)
    drawing.text(slide, place, _at_a_glance(told), "Laporan dan bahan rapat")
    curve = [told.curve.sentence, *told.curve.notes] if told.curve else []
    drawing.notes(slide, [*curve, told.money and f"Serapan: {told.money}.", *untold(told)])


def _at_a_glance(told):
    strong, plain = Style(14, bold=True, above=3), Style(14, color="ink", above=3)
    head = Style(11, bold=True, color="muted")
    later = Style(11, bold=True, color="muted", above=14)
    lines = [(f"Laporan {told.period}", head)]
    lines += [(f"{formats.number(n)} {words}", plain) for n, words in told.reports]
    if told.money:
        lines += [("Serapan anggaran", later), (told.money, plain)]
    lines.append(("Untuk dibahas", later))
    promised = {words: number for number, words in told.promises.counts}
    broken, unanswered = promised.get("tidak ditepati", 0), promised.get("belum dijawab", 0)
    talk = [
        f"{formats.number(told.decisions.total)} permasalahan menunggu keputusan di atas OPD",
        f"{formats.number(broken)} janji tidak ditepati",
        f"{formats.number(unanswered)} janji belum dijawab",
    ]
    return [*lines, *((line, plain if line[0] == "0" else strong) for line in talk)]


def untold(told):
    """What of the replications has no slide or no row, so that nobody takes a part for all."""
    slides, rows = len(told.replications), len(told.rows)
    if slides == told.total:
        return []
    words = [
        f"Satu slide untuk tiap {formats.number(slides)} replikasi yang paling perlu perhatian"
    ]
    if rows > slides:
        words.append(f"{formats.number(rows - slides)} berikutnya dalam tabel")
    if told.untold:
        words.append(f"{formats.number(told.untold)} replikasi lain ada di rekapitulasi")
    return [f"{'; '.join(words)}."]


# -- one replication ----------------------------------------------------------------------------


def replication(deck, one):
    slide = deck.slide(one.title, one.agency)
    state = (
        f"Laporan {deck.briefing.period}",
        [
            (f"Laporan {deck.briefing.period}", LABEL),
            (one.state, Style(26, bold=True, color=TONES[one.tone])),
            *([(one.state_note, NOTE)] if one.state_note else []),
        ],
    )
    figures(slide, FIGURES, one.figures, more=[state])
    if one.curve:
        charts.curve(slide, CURVE, one.curve, deck.briefing.at)
    rest = topics.write(slide, TOPICS, one.topics)
    curve = [one.curve.sentence, *one.curve.notes] if one.curve else []
    said = [f"{topic.label}: {topic.text or topic.absent}" for topic in one.topics]
    drawing.notes(slide, [*curve, *said])
    for page in topics.whole(rest, BODY):
        more = deck.slide(f"{one.title} {CONTINUED}", one.agency)
        drawing.text(more, BODY, page, "Lanjutan")
