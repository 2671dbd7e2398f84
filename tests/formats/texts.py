"""What texts look like in formats that cannot hold all of them."""


def printable(text):
    """Control characters but for tabs and line breaks are U+FFFD; line breaks are those of Unix."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if (c < " " and c not in "\n\t") or c == "\x7f" else c for c in text)


def cell(text):
    """In a table for spreadsheets: what would be a formula has a ' before it."""
    return "'" + printable(text) if text[:1] in ("=", "+", "-", "@", "\t", "\n") and text else printable(text)
