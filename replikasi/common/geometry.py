"""What drawings have in common: pixels as text, and labels that do not lie over one another."""


def coordinate(value):
    """Pixels with one decimal, as text."""
    return f"{value:.1f}"


def polyline(points):
    """`points`, pairs of pixels, as an SVG polyline has them."""
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)


def spread(wanted, gap, top, bottom):
    """Heights nearest to `wanted` (ascending) that keep `gap` between them within [top, bottom].

    Where there is no room for all of them the gap gives way last, above `top`.
    """
    placed = []
    for height in wanted:
        placed.append(max(height, top if not placed else placed[-1] + gap))
    limit = bottom
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed
