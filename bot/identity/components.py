"""Which entries are one paper: those that share a name, directly or by way of others, here or in what is stored.

Pure. Components of a graph do not hang on the order in which its edges are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain import Entry


@dataclass(slots=True)
class Component:
    """Entries of one paper in their order, all the names they give, and the ids of stored papers that have one."""

    names: dict[str, None] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    stored: set[str] = field(default_factory=set)


def components(named: Sequence[tuple[tuple[str, ...], Entry]], stored: Mapping[str, str]) -> tuple[Component, ...]:
    """The papers of these entries, in the order of their first ones; `stored` says which paper has a name already."""
    parents: dict[str, str] = {}
    for names, _ in named:
        first = _root(parents, names[0])
        for name in names:
            for other in (name, stored.get(name)):
                if other is not None:
                    parents[_root(parents, other)] = first
    found: dict[str, Component] = {}
    for names, entry in named:
        one = found.setdefault(_root(parents, names[0]), Component())
        one.names.update(dict.fromkeys(names))
        one.entries.append(entry)
        one.stored.update(stored[name] for name in names if name in stored)
    return tuple(found.values())


def _root(parents: dict[str, str], name: str) -> str:
    """Follows a name to what stands for its component, and shortens the way for the next one."""
    way = []
    while (parent := parents.setdefault(name, name)) != name:
        way.append(name)
        name = parent
    for passed in way:
        parents[passed] = name
    return name
