"""Articles that wait for papers which are not known yet: arXiv is asked for them, all together, in the background.

Nothing is lost: what arXiv does not know, and what it does not tell in two days, makes the article an item of its own.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import identity
from bot.domain import Entry
from bot.errors import SourceError
from bot.ports import ArxivSearch, Clock
from bot.references import TITLED
from bot.services.article_links import end_waiting, link
from bot.store import Store
from bot.store.articles import Article
from bot.telemetry import Telemetry

PAUSES = (timedelta(minutes=30), timedelta(hours=3, minutes=30), timedelta(hours=12), timedelta(hours=32))
"""Between one try and the next; the fifth that fails is the last, two days after the first."""
SHORTLY = 10.0
"""Seconds that a command waits for arXiv."""
MOST_TITLES = 10
"""Titles asked for in one go: each is a request of its own, three seconds from the next."""
_NUMBERED = re.compile(r"arxiv:(\d\d)(\d\d)\.")
_LATE = 2
"""Months, this one and the last: arXiv's search may not know yet what was announced today, but does know the rest."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The papers that arXiv gave, by the name asked for, and the names to which no answer came."""

    found: Mapping[str, Entry]
    unanswered: frozenset[str]


class Articles:
    def __init__(self, store: Store, search: ArxivSearch, clock: Clock, telemetry: Telemetry) -> None:
        self._store = store
        self._search = search
        self._clock = clock
        self._telemetry = telemetry
        self._turn = asyncio.Lock()

    async def resolve(self, patience: float | None = None) -> int:
        """Links or lets go what waits and is due, and gives how many articles wait no longer.

        With `patience` an answer that takes more seconds counts as none.
        """
        async with self._turn:
            due, lacking = await asyncio.to_thread(self._due)
            if not due:
                return 0
            answer = await self._ask({name for article in due for name in lacking[article.id]}, patience)
            settled = await asyncio.to_thread(self._take, due, lacking, answer)
        self._telemetry.event("articles_resolved", asked=len(due), settled=settled, found=len(answer.found))
        return settled

    def _due(self) -> tuple[list[Article], Mapping[str, tuple[str, ...]]]:
        """Links what has become known by itself; of the others, those whose time has come, with what they lack."""
        now = self._clock()
        waiting = self._store.articles.waiting()
        lacking = link(self._store, waiting, now)
        due: list[Article] = []
        titles = 0
        for article in waiting:
            if article.id in lacking and (article.next_at is None or article.next_at <= now):
                titles += sum(name.startswith(TITLED) for name in lacking[article.id])
                if titles > MOST_TITLES:
                    break
                due.append(article)
        return due, lacking

    async def _ask(self, names: set[str], patience: float | None) -> _Answer:
        """Asks for ids in one request, then for titles one by one, until one gets no answer."""
        numbers = sorted(name.removeprefix("arxiv:") for name in names if name.startswith("arxiv:"))
        titles = sorted(name.removeprefix(TITLED) for name in names if name.startswith(TITLED))
        found: dict[str, Entry] = {}
        unanswered = {*(f"arxiv:{number}" for number in numbers), *(TITLED + title for title in titles)}
        try:
            async with asyncio.timeout(patience):
                if numbers:
                    found |= _by_number(await self._search.by_ids(numbers))
                    unanswered.difference_update(f"arxiv:{number}" for number in numbers)
                for title in titles:
                    found |= _titled(title, await self._search.by_title(title))
                    unanswered.discard(TITLED + title)
        except (SourceError, TimeoutError) as error:
            self._telemetry.event("articles_unresolved", error=str(error) or "arXiv's search takes its time.")
        return _Answer(found, frozenset(unanswered))

    def _take(self, due: Sequence[Article], lacking: Mapping[str, tuple[str, ...]], answer: _Answer) -> int:
        """Stores what was found as news of the articles' sources, links it, and settles what need not wait."""
        now = self._clock()
        for article in due:
            papers = [answer.found[name] for name in lacking[article.id] if name in answer.found]
            for place in article.places if papers else ():
                self._store.papers.record(place.source, identity.names_in(papers), now, shared=place.shared)
        told = {asked: identity.paper_id(entry) for asked, entry in answer.found.items()}
        still = link(self._store, due, now, told)
        later: dict[str, datetime] = {}
        for article in due:
            unknown = still.get(article.id, ())
            may_come = any(name in answer.unanswered or _may_be_late(name, now) for name in unknown)
            if may_come and article.tries < len(PAUSES):
                later[article.id] = now + PAUSES[article.tries]
            elif unknown:
                end_waiting(self._store, article, unknown, now)
        self._store.articles.postpone(later)
        return len(due) - len(later)


def _by_number(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {f"arxiv:{entry.arxiv.text}": entry for entry in entries if entry.arxiv}


def _titled(title: str, entries: Iterable[Entry]) -> dict[str, Entry]:
    """The one paper that has this very title, where there is one."""
    same = [e for e in entries if e.arxiv and identity.fingerprint(e.title) == identity.fingerprint(title)]
    return {TITLED + title: same[0]} if len({entry.arxiv.text for entry in same if entry.arxiv}) == 1 else {}


def _may_be_late(name: str, now: datetime) -> bool:
    """Whether a name is an identifier of this month or the last, which arXiv's search may know later."""
    numbered = _NUMBERED.match(name)
    if numbered is None:
        return False
    months = 12 * (now.year - 2000 - int(numbered[1])) + now.month - int(numbered[2])
    return 0 <= months < _LATE
