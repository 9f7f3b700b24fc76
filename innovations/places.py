"""Places in words: a region with the province that it lies in."""

from .models import Region


def place_names(regions):
    """{code: "Kota Batu, Jawa Timur"} for `regions` (None among them is passed over); one query."""
    names = {region.code: region.full_name for region in regions if region is not None}
    above = {code: code.split(".")[0] for code in names if "." in code}
    provinces = Region.objects.in_bulk(set(above.values()))
    for code, province in above.items():
        if province in provinces:
            names[code] = f"{names[code]}, {provinces[province].full_name}"
    return names
