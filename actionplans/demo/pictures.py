"""Evidence for the demo, drawn here: small pictures and a one-page PDF, each marked "Contoh"."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from replikasi.common.formats import NBSP

SIZE = (800, 600)
SKY, GROUND, WOOD, PAPER = "#bcd7ea", "#a89c8a", "#8a6a4a", "#ffffff"
INK, LEAF, BRICK, GOLD, PLUM = "#2b3440", "#5d8a3c", "#b5523b", "#d1a44a", "#74508a"
PAGE = (620, 877)  # A4 at 75 dots an inch
JPEG_QUALITY = 72


@lru_cache
def _font(size):
    return ImageFont.load_default(size=size)


def _canvas(sky=SKY, ground=GROUND):
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 800, 600), fill=ground)
    return image, draw


def kiosk(draw):
    """A small shop."""
    draw.rectangle((220, 230, 580, 460), fill="#ecdfc8")
    for index in range(8):
        colour = BRICK if index % 2 == 0 else PAPER
        draw.rectangle((200 + index * 50, 160, 250 + index * 50, 230), fill=colour)
    draw.rectangle((260, 280, 420, 380), fill=WOOD)
    draw.rectangle((460, 290, 540, 460), fill="#5b4230")


def products(draw):
    """A row of jars on a table."""
    draw.rectangle((0, 400, 800, 600), fill=WOOD)
    for index, colour in enumerate((BRICK, GOLD, LEAF, BRICK, PLUM)):
        left = 90 + index * 130
        draw.rounded_rectangle((left, 230, left + 100, 410), 14, fill=colour)
        draw.rectangle((left + 14, 300, left + 86, 350), fill=PAPER)


def meeting(draw):
    """People before a screen."""
    draw.rectangle((0, 0, 800, 600), fill="#e6e1d6")
    draw.rectangle((250, 70, 550, 260), fill=PAPER, outline=INK, width=4)
    for index in range(3):
        draw.line((290, 120 + index * 40, 510 - index * 40, 120 + index * 40), fill=INK, width=8)
    for row in range(2):
        for index in range(7 - row):
            x, y = 90 + row * 50 + index * 100, 330 + row * 110
            draw.ellipse((x, y, x + 60, y + 60), fill="#6b4f3f")
            draw.pieslice((x - 20, y + 55, x + 80, y + 175), 180, 360, fill=(LEAF, BRICK)[row])


def garden(draw):
    """Rows of plants."""
    for row in range(4):
        y = 300 + row * 75
        draw.rectangle((0, y + 40, 800, y + 62), fill="#7a5a3a")
        for index in range(9):
            x = 30 + index * 90 + (row % 2) * 30
            draw.polygon(((x, y + 40), (x + 25, y - 50), (x + 50, y + 40)), fill=LEAF)


def beach(draw):
    """A lighthouse at the sea."""
    draw.rectangle((0, 360, 800, 480), fill="#5f9ab8")
    draw.rectangle((0, 480, 800, 600), fill="#e3d3a6")
    draw.polygon(((560, 470), (640, 470), (625, 170), (575, 170)), fill=PAPER)
    draw.rectangle((568, 130, 632, 170), fill=BRICK)


def classroom(draw):
    """A board, a screen and desks."""
    draw.rectangle((0, 0, 800, 600), fill="#e9e4d4")
    draw.rectangle((60, 70, 420, 280), fill="#2f5d4a")
    draw.rectangle((470, 90, 740, 260), fill=INK)
    draw.rectangle((485, 105, 725, 245), fill=SKY)
    for index in range(6):
        x = 60 + (index % 3) * 240
        y = 360 + (index // 3) * 110
        draw.rectangle((x, y, x + 180, y + 50), fill=WOOD)


DRAWINGS = {
    drawing.__name__: drawing for drawing in (kiosk, products, meeting, garden, beach, classroom)
}


def photo(name, caption):
    """JPEG bytes of the drawing `name` (a key of DRAWINGS) with `caption` and "Contoh" on it."""
    image, draw = _canvas()
    DRAWINGS[name](draw)
    draw.rectangle((0, 548, 800, 600), fill=INK)
    # The drawing font has no glyph for a no-break space.
    caption = caption.replace(NBSP, " ")
    draw.text((20, 560), f"Contoh · {caption}", fill=PAPER, font=_font(24))
    return _bytes(image, "JPEG", quality=JPEG_QUALITY)


def document(agency, title, rows):
    """PDF bytes of one page: the agency, a title, and a table of (text, number) `rows`."""
    image = Image.new("L", PAGE, 255)
    draw = ImageDraw.Draw(image)
    centre = PAGE[0] / 2
    draw.text((centre, 60), agency, fill=20, font=_font(17), anchor="mm")
    draw.line((50, 84, PAGE[0] - 50, 84), fill=20, width=2)
    draw.text((centre, 120), title, fill=20, font=_font(16), anchor="mm")
    top = 150
    for number, (text, value) in enumerate(rows, start=1):
        bottom = top + 30
        draw.rectangle((50, top, PAGE[0] - 50, bottom), outline=120)
        draw.text((64, top + 15), str(number), fill=40, font=_font(13), anchor="lm")
        draw.text((104, top + 15), text, fill=40, font=_font(13), anchor="lm")
        draw.text((PAGE[0] - 66, top + 15), str(value), fill=40, font=_font(13), anchor="rm")
        top = bottom
    total = sum(value for _, value in rows)
    draw.text((PAGE[0] - 66, top + 22), f"Jumlah {total}", fill=20, font=_font(14), anchor="rm")
    draw.text(
        (centre, PAGE[1] - 50),
        "Contoh untuk peragaan, bukan dokumen resmi",
        fill=110,
        font=_font(13),
        anchor="mm",
    )
    return _bytes(image, "PDF", resolution=75, title=f"Contoh: {title}")


def _bytes(image, kind, **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
