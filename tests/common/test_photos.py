"""Photos lose what the camera wrote into them and keep how they look."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image, ImageChops, ImageStat

from replikasi.common.photos import cleaned_photo, taken_on
from tests.common import samples
from tests.common.samples import exif, photo, upload

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r place="Mentok rahasia"/></x:xmpmeta>'
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}


def clean(form, *, keep_place=False, **options):
    file = upload(f"foto.{ENDINGS[form]}", photo(form, **options))
    return cleaned_photo(file, keep_place=keep_place)


def opened(file):
    file.seek(0)
    return Image.open(BytesIO(file.read()))


def tags(file):
    found = opened(file).getexif()
    return set(found) | {tag for ifd in ExifTags.IFD for tag in found.get_ifd(ifd)}


@pytest.mark.parametrize("form", ENDINGS)
def test_place_device_and_notes_are_removed(form):
    cleaned = clean(form, exif=exif(), xmp=XMP)

    content = cleaned.read()
    assert tags(cleaned) == set()
    assert b"Kamera Rahasia" not in content
    assert b"Mentok rahasia" not in content
    assert b"2026:03:04" not in content


def test_a_comment_is_removed():
    assert b"nama saya" not in clean("JPEG", comment=b"nama saya").read()


@pytest.mark.parametrize("form", ENDINGS)
def test_the_place_alone_is_kept_on_purpose(form):
    cleaned = clean(form, exif=exif(), keep_place=True)

    place = opened(cleaned).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert {tag: place[tag] for tag in (1, 3)} == {1: "S", 3: "E"}
    assert [float(part) for part in place[4]] == [105.0, 10.0, 0.0]
    assert tags(cleaned) == {ExifTags.IFD.GPSInfo, 1, 2, 3, 4}
    assert b"Kamera Rahasia" not in cleaned.read()


def test_without_a_place_there_is_none_to_keep():
    assert tags(clean("JPEG", exif=exif(place=False), keep_place=True)) == set()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_upright(form):
    cleaned = clean(form, exif=exif(orientation=6))

    image = opened(cleaned).convert("RGB")
    assert image.size == (48, 64)
    # Orientation 6 is shown turned clockwise: the red left half comes to the top.
    red, _, blue = image.getpixel((24, 8))
    assert red > 200 > 60 > blue
    red, _, blue = image.getpixel((24, 56))
    assert blue > 200 > 60 > red


def test_a_heic_is_turned_once():
    cleaned = clean("HEIF", exif=exif(orientation=6))
    original = Image.open(BytesIO(photo("HEIF", exif=exif(orientation=6))))

    assert opened(cleaned).size == original.size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_colour_profile_is_kept(form):
    profile = samples.profile()

    assert opened(clean(form, icc_profile=profile)).info["icc_profile"] == profile


def test_a_jpeg_keeps_its_own_quality():
    options = {"size": (320, 240), "quality": 61, "subsampling": 2}
    before = Image.open(BytesIO(photo(**options)))
    after = opened(clean("JPEG", **options))

    assert after.quantization == before.quantization
    difference = ImageStat.Stat(ImageChops.difference(before, after))
    assert max(difference.mean) < 1


def test_a_png_keeps_every_pixel_and_its_transparency():
    file = upload("gambar.png", photo("PNG", mode="RGBA"))
    before = Image.open(BytesIO(photo("PNG", mode="RGBA")))

    assert opened(cleaned_photo(file)).tobytes() == before.tobytes()

    content = BytesIO()
    samples.picture().quantize(4).save(content, "PNG", transparency=0)
    after = opened(cleaned_photo(upload("gambar.png", content.getvalue())))
    assert after.info["transparency"] is not None


def test_a_webp_without_loss_stays_without_loss():
    before = Image.open(BytesIO(photo("WEBP", lossless=True)))

    assert opened(clean("WEBP", lossless=True)).tobytes() == before.tobytes()


def test_the_second_picture_of_a_phones_jpeg_is_dropped():
    content = BytesIO()
    samples.picture().save(
        content, "MPO", save_all=True, append_images=[samples.picture()], exif=exif()
    )

    cleaned = cleaned_photo(upload("foto.jpg", content.getvalue()))

    assert opened(cleaned).format == "JPEG"
    assert tags(cleaned) == set()


def test_a_black_and_white_and_a_print_photo_stay_what_they_are():
    for mode in ("L", "CMYK"):
        content = BytesIO()
        samples.picture().convert(mode).save(content, "JPEG")
        assert opened(cleaned_photo(upload("foto.jpg", content.getvalue()))).mode == mode


def test_a_heic_becomes_a_jpeg():
    cleaned = clean("HEIF")

    assert cleaned.name == "foto.jpg"
    assert cleaned.content_type == "image/jpeg"
    assert opened(cleaned).format == "JPEG"


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIF"])
def test_a_truncated_photo_is_refused_with_a_sentence(form):
    content = photo(form, size=(640, 480))
    half = upload(f"foto.{ENDINGS[form]}", content[: len(content) // 2])

    with pytest.raises(ValidationError, match="rusak atau terpotong"):
        cleaned_photo(half)


@pytest.mark.parametrize("form", ENDINGS)
def test_the_day_of_a_photo_is_read_before_cleaning(form):
    file = upload(f"foto.{ENDINGS[form]}", photo(form, exif=exif()))

    assert taken_on(file) == date(2026, 3, 4)
    assert file.tell() == 0
    assert taken_on(cleaned_photo(file)) is None


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "2026:13:45 10:00:00", "kemarin"])
def test_a_photo_without_a_sound_day_has_none(taken):
    assert taken_on(upload("foto.jpg", photo(exif=exif(taken=taken)))) is None


def test_what_is_no_photo_has_no_day():
    assert taken_on(upload("laporan.pdf", samples.pdf())) is None
