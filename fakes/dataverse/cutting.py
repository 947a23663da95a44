"""Texts cut at a letter that stands outside of parentheses and quotes."""

from __future__ import annotations


def cut(text: str, separator: str) -> list[str]:
    """The pieces between the separators, at least one, as they stand."""
    if "(" not in text and "'" not in text:
        return text.split(separator)
    found, depth, quoted, start = [], 0, False, 0
    for position, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        elif letter == separator and depth == 0:
            found.append(text[start:position])
            start = position + 1
    found.append(text[start:])
    return found
