"""Numbers as people read them: three digits that matter, spaces that do not break between thousands."""


def number(value: float) -> str:
    """Return a number with three digits that matter, or whole if it is large."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    text = f"{value:.3g}"
    return f"{float(text):f}".rstrip("0").rstrip(".") if "e" in text else text


def times(value: float) -> str:
    """Return a ratio: two decimals where it is small, one up to a hundred, so that 10.6 is told from a goal of 11."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def duration(seconds: float) -> str:
    """Return a time in the unit that fits."""
    if seconds < 1:
        return f"{number(1000 * seconds)} ms"
    return f"{number(seconds)} s" if seconds < 600 else f"{seconds / 60:.0f} min"
