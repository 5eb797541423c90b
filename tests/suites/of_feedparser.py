"""feedparser's files, each of which carries its expectation in a comment: an expression, read here and never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bot.feeds.encoding import as_utf8
from tests.suites.claims import Claim, Field, Said, moment

_COMMENT = re.compile(r"<!--\s*(.*?)Expect:\s*(.*?)\s*-->", re.DOTALL)
_CHARSET = re.compile(r"Content-type:[^\n]*?;\s*charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LOCATION = re.compile(r"Content-Location:\s*(\S+)", re.IGNORECASE)
_SERVER = "http://127.0.0.1:8097/"
"""Where feedparser's own tests serve its files."""
_FIELDS: dict[tuple[object, ...], Field] = {
    ("title",): Field.TITLE,
    ("title_detail", "value"): Field.TITLE,
    ("link",): Field.LINK,
    ("published_parsed",): Field.DATE,
    ("issued_parsed",): Field.DATE,
    ("updated_parsed",): Field.DATE,
    ("modified_parsed",): Field.DATE,
    ("created_parsed",): Field.DATE,
    ("summary",): Field.TEXT,
    ("description",): Field.TEXT,
    ("summary_detail", "value"): Field.TEXT,
    ("content", 0, "value"): Field.TEXT,
}


def read(folder: Path) -> Said:
    """The claims about titles, links, dates and texts of entries; what else files expect we do not keep."""
    claims: list[Claim] = []
    unread: list[str] = []
    for file in sorted(folder.rglob("*.xml")):
        comment = _COMMENT.search(as_utf8(file.read_bytes()).decode())
        for left, value in _equations(comment[2]) if comment else ():
            path, read_value = _path(left), _value(value)
            if comment is None or not _is_kept(path):
                continue
            if read_value is None:
                unread.append(f"{file.name}: {ast.unparse(left)}")
            else:
                claims.append(_claim(file, path, read_value, comment[1]))
    return Said(tuple(claims), tuple(unread))


def _equations(expression: str) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What an expectation, joined with "and", says is equal to what; a chain is about each of its links."""
    try:
        body = ast.parse(expression.replace("\n", " "), mode="eval").body
    except (SyntaxError, ValueError):
        return
    parts = body.values if isinstance(body, ast.BoolOp) and isinstance(body.op, ast.And) else [body]
    for part in parts:
        if isinstance(part, ast.Compare) and all(isinstance(op, ast.Eq) for op in part.ops):
            yield from ((left, part.comparators[-1]) for left in (part.left, *part.comparators[:-1]))


def _is_kept(path: tuple[Any, ...]) -> bool:
    """Whether it names one of an entry's fields that we keep: ("entries", 0, "title")."""
    return path[:1] == ("entries",) and len(path) > 2 and isinstance(path[1], int) and path[2:] in _FIELDS


def _claim(file: Path, path: tuple[Any, ...], value: str | tuple[int, ...], head: str) -> Claim:
    charset, place = _CHARSET.search(head), _LOCATION.search(head)
    return Claim(
        file,
        path[1],
        _FIELDS[path[2:]],
        value if isinstance(value, str) else moment(*value),
        content=path[2] == "content",
        base=urljoin(_SERVER, place[1]) if place else _SERVER,
        charset=charset[1] if charset else "",
    )


def _path(node: ast.expr) -> tuple[Any, ...]:
    """`entries[0]['title']` and `entries[0].title` as ("entries", 0, "title"); () for anything else."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (*_path(node.value), node.attr)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return (*_path(node.value), node.slice.value)
    return ()


def _value(node: ast.expr) -> str | tuple[int, ...] | None:
    if isinstance(node, ast.Call) and len(node.args) == 1:  # time.struct_time((…))
        node = node.args[0]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left), _value(node.right)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    if isinstance(value, str):
        return value
    return value if isinstance(value, tuple) and all(isinstance(v, int) for v in value) and len(value) > 5 else None
