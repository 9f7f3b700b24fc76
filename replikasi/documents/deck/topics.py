"""What to talk about beside a curve, fitted to its place; longer texts go on on the next slide."""

from . import drawing
from .fitting import Style, cleaned, height_of_all, split

# Sizes of a topic's text and of the lines below it, tried one after the other.
SIZES = ((15, 12), (14, 12), (13, 11), (12, 11))
WHOLE_SIZES = (14, 12)
GOES_ON = "Lengkapnya di slide berikut."
NAME = "Permasalahan, tonggak, janji"


def write(slide, box, topics):
    """Writes the briefing.Topics one below the other; gives those that had to be shortened."""
    for sizes in SIZES:
        paragraphs = [line for one in topics for line in _topic(one, *sizes)]
        if height_of_all(paragraphs, box.width) <= box.height:
            drawing.text(slide, box, paragraphs, NAME)
            return []
    parts = [_shortened(one, SIZES[-1], box.width, room) for one, room in _shared(topics, box)]
    drawing.text(slide, box, [line for lines, _ in parts for line in lines], NAME)
    return [one for one, (_, is_whole) in zip(topics, parts, strict=True) if not is_whole]


def whole(topics, box):
    """[[(text, Style)]]: the topics at their full length, over as many slides as they need."""
    paragraphs = [line for one in topics for line in _topic(one, *WHOLE_SIZES)]
    return _flowed(paragraphs, box.width, box.height)


def _topic(one, size, small):
    label = Style(11, bold=True, color="bad" if one.is_grave else "muted", above=10)
    if one.text:
        told = (cleaned(one.text), Style(size, bold=True, above=1))
    else:
        told = (one.absent, Style(small, color="muted", above=1))
    line = Style(small, color="muted", above=2)
    return [(one.label, label), told, *((cleaned(words), line) for words in one.lines)]


def _shared(topics, box):
    """[(topic, its points of height)]: the short ones take what they need, the others the rest in
    equal parts."""
    needed = [height_of_all(_topic(one, *SIZES[-1]), box.width) for one in topics]
    left, given = box.height, {}
    for place in sorted(range(len(topics)), key=needed.__getitem__):
        given[place] = min(needed[place], left / (len(topics) - len(given)))
        left -= given[place]
    return [(one, given[place]) for place, one in enumerate(topics)]


def _shortened(one, sizes, width, height):
    """(a topic's paragraphs in `height` points, whether that is all of it)."""
    paragraphs = _topic(one, *sizes)
    if height_of_all(paragraphs, width) <= height:
        return paragraphs, True
    goes_on = (GOES_ON, Style(sizes[1], color="muted", above=2))
    label, (text, style), *lines = paragraphs
    short = [line for line in lines if height_of_all([line], width) <= sizes[1] * 3]
    room = height - height_of_all([label, *short, goes_on], width) - style.above
    first, rest = split(text, style.size, width, room, bold=style.bold)
    if rest:
        first = f"{first.rstrip(' .,;')} …"
    return [label, (first, style), *short, goes_on], False


def _flowed(paragraphs, width, height):
    pages, page, left = [], [], height
    waiting = list(reversed(paragraphs))
    while waiting:
        text, style = waiting.pop()
        needed = height_of_all([(text, style)], width)
        if needed <= left:
            page.append((text, style))
            left -= needed
            continue
        if left > style.above + style.size * 4:
            first, text = split(text, style.size, width, left - style.above, bold=style.bold)
            page.append((first, style))
        if text:
            waiting.append((text, style))
        pages.append(page)
        page, left = [], height
    return [*pages, page] if page else pages
