"""Photos without what the camera wrote into them: place, device, owner, thumbnails, notes.

HEIC is rewritten as JPEG, because browsers other than Safari cannot show HEIC.
"""

import re
import struct
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath

import pillow_heif
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin

pillow_heif.register_heif_opener()

# A preview fills a card on a dense screen and weighs about ten kilobytes.
PREVIEW_PIXELS = 320
PREVIEW_QUALITY = 60
# Kind of upload -> format of Pillow that may open it.
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
# Re-encoding at this quality cannot be seen; it is used where the original's cannot be kept.
QUALITY = 95
MEGAPIXEL = 1_000_000
# Latitude, longitude, altitude, direction, datum and accuracy: the place, and no clock or device.
PLACE_TAGS = {*range(7), 16, 17, 18, 31}
CAPTURED = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized)
# What Pillow and libheif raise on damaged content.
BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError),
    *(RuntimeError, MemoryError, OverflowError, ZeroDivisionError, struct.error),
)


def check(file):
    """ValidationError when the photo is broken or has more pixels than may be unpacked."""
    with _opened(file) as image:
        try:
            image.verify()
        except BROKEN as error:
            raise _broken() from error
    file.seek(0)


def cleaned_photo(file, keep_place=False):
    """A new file with the same picture, turned upright, without EXIF, GPS, XMP or comments.

    The colour profile stays. A JPEG that needs no turning keeps its own quality; a WebP without
    loss stays without loss. `keep_place=True` keeps the place (GPS position) and nothing else.
    A HEIC comes back as JPEG: take name and `content_type` from the result.
    ValidationError when the photo is broken or too large to unpack.
    """
    with _opened(file) as image:
        options = _encoding(image, file)
        try:
            place = _place(image) if keep_place else None
            image.load()
            if _notes(image).get(ExifTags.Base.Orientation, 1) in range(2, 9):
                ImageOps.exif_transpose(image, in_place=True)
            elif image.format == "JPEG":
                options["quality"] = "keep"
            picture, content = _bare(image, options["format"]), BytesIO()
            if place:
                options["exif"] = place
            picture.save(content, **options)
        except BROKEN as error:
            raise _broken() from error
    file.seek(0)
    return SimpleUploadedFile(
        _new_name(file.name, options["format"]),
        content.getvalue(),
        Image.MIME[options["format"]],
    )


def preview(file):
    """A small JPEG (at most PREVIEW_PIXELS a side) of a checked photo, for lists and cards."""
    with _opened(file) as image:
        image.draft("RGB", (PREVIEW_PIXELS, PREVIEW_PIXELS))
        small, content = ImageOps.exif_transpose(image), BytesIO()
        small.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
        _bare(small, "JPEG").save(content, format="JPEG", quality=PREVIEW_QUALITY, optimize=True)
    file.seek(0)
    return ContentFile(content.getvalue())


def taken_on(file):
    """The date on which the camera says the photo was taken, or None. Call before cleaning."""
    try:
        with _opened(file) as image:
            exif = image.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
            written = [details.get(tag) for tag in CAPTURED] + [exif.get(ExifTags.Base.DateTime)]
    except (ValidationError, *BROKEN):
        return None
    finally:
        file.seek(0)
    for text in written:
        match = re.match(r"([0-9]{4})[:-]([0-9]{2})[:-]([0-9]{2})", str(text or ""))
        if match:
            try:
                return date(*(int(part) for part in match.groups()))
            except ValueError:
                continue
    return None


def _opened(file):
    """The image in `file`, opened by nothing but the readers of accepted photos."""
    file.seek(0)
    try:
        # MPO: a JPEG with a second picture behind it (depth, preview), as phones write it.
        image = Image.open(file, formats=[*FORMATS.values(), "MPO"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise _broken() from error
    # Pillow only warns beyond its limit and raises beyond twice that; once is enough here.
    if image.width * image.height > Image.MAX_IMAGE_PIXELS:
        raise _too_many_pixels()
    return image


def _too_many_pixels():
    return ValidationError(
        f"Foto ini lebih besar dari {Image.MAX_IMAGE_PIXELS // MEGAPIXEL} megapiksel. Kecilkan "
        "ukuran gambarnya, lalu unggah lagi.",
        code="pixels",
    )


def _broken():
    return ValidationError(
        "Foto ini rusak atau terpotong. Buka dulu di perangkat Anda; bila tidak terbuka, ambil "
        "foto lain, lalu unggah lagi.",
        code="broken",
    )


def _encoding(image, file):
    """Options of `Image.save` that keep the quality and the colours of the original."""
    profile = image.info.get("icc_profile")
    colours = {"icc_profile": profile} if profile else {}
    if image.format == "PNG":
        return {"format": "PNG", **colours}
    if image.format == "WEBP":
        file.seek(0)
        lossless = b"VP8L" in file.read(MEGAPIXEL)
        file.seek(0)
        return {"format": "WEBP", "quality": QUALITY, "lossless": lossless, **colours}
    options = {"format": "JPEG", "quality": QUALITY, **colours}
    sampling = JpegImagePlugin.get_sampling(image) if image.format in ("JPEG", "MPO") else 0
    if sampling >= 0:  # -1: as the encoder likes
        options["subsampling"] = sampling
    return options


def _bare(image, target):
    """`image` without its notes, in a mode that `target` can hold."""
    transparency = image.info.get("transparency")
    # The writers of Pillow copy some notes (comment, profile, text) from here by themselves.
    image.info = {}
    if target == "PNG" and transparency is not None:
        image.info["transparency"] = transparency
    if target == "JPEG" and image.mode not in ("RGB", "L", "CMYK"):
        return image.convert("RGB")
    return image


def _place(image):
    """EXIF that holds the GPS position of `image` alone, or None when there is none."""
    try:
        position = _notes(image).get_ifd(ExifTags.IFD.GPSInfo)
        kept = {tag: value for tag, value in position.items() if tag in PLACE_TAGS}
        if not {2, 4} <= kept.keys():  # latitude and longitude
            return None
        exif = Image.Exif()
        exif[ExifTags.IFD.GPSInfo] = kept
        return exif.tobytes()
    except BROKEN:  # a position that cannot be read is none
        return None


def _notes(image):
    """EXIF of `image`; empty when it is damaged, since the picture itself may be sound."""
    try:
        return image.getexif()
    except BROKEN:
        return Image.Exif()


def _new_name(name, target):
    path = PurePosixPath(name or "foto")
    if target == "JPEG" and path.suffix.lower() not in (".jpg", ".jpeg", ".jpe", ".jfif"):
        return f"{path.stem or 'foto'}.jpg"
    return path.name
