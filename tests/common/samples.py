"""Small files of every accepted kind, and of kinds that must be refused, made on the spot."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms

from replikasi.common.uploads import KINDS

# Mentok, roughly: degrees, minutes, seconds.
MENTOK = {1: "S", 2: (2.0, 4.0, 0.0), 3: "E", 4: (105.0, 10.0, 0.0), 29: "2026:03:04"}


def upload(name, content):
    return SimpleUploadedFile(name, content)


def exif(*, taken="2026:03:04 14:30:00", orientation=1, place=True):
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = "Kamera Rahasia"
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: taken} if taken else {}
    if place:
        notes[ExifTags.IFD.GPSInfo] = MENTOK
    return notes.tobytes()


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(size=(64, 48), mode="RGB"):
    """Left half red, right half blue, so that turning shows."""
    image = Image.new(mode, size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def photo(form="JPEG", *, size=(64, 48), mode="RGB", **options):
    content = BytesIO()
    picture(size, mode).save(content, form, **options)
    return content.getvalue()


def pdf():
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def box(name, content=b""):
    return (8 + len(content)).to_bytes(4, "big") + name + content


def mp4(major=b"mp42", others=b"isommp42"):
    return (
        box(b"ftyp", major + bytes(4) + others) + box(b"moov", bytes(16)) + box(b"mdat", bytes(8))
    )


def archive(parts):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return content.getvalue()


def openxml(kind, *, main=None, **parts):
    main = main or f"{KINDS[kind].mime}.main+xml"
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    )
    return archive({"[Content_Types].xml": types, "main.xml": "<x/>", **parts})


def odf(kind, *, mimetype=None, **parts):
    return archive({"mimetype": mimetype or KINDS[kind].mime, "content.xml": "<x/>", **parts})


def of_kind(kind):
    """The content of a small, sound file of `kind` (a key of KINDS)."""
    makers = {
        "pdf": pdf,
        "jpeg": photo,
        "png": lambda: photo("PNG"),
        "webp": lambda: photo("WEBP"),
        "heic": lambda: photo("HEIF"),
        "mp4": mp4,
        "odt": lambda: odf("odt"),
        "ods": lambda: odf("ods"),
    }
    return makers[kind]() if kind in makers else openxml(kind)


def file_of_kind(kind, stem="bukti"):
    """An uploaded file of `kind`, named as it should be."""
    return upload(f"{stem}{KINDS[kind].extensions[0]}", of_kind(kind))
