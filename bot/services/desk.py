"""The use cases as one value: what the chat, the scheduler and the command line are handed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports import Channel, Clock
from bot.services.articles import Articles
from bot.services.audits import Audits
from bot.services.backtests import Backtests
from bot.services.comparisons import Comparisons
from bot.services.delivery import Delivering
from bot.services.digests import Digests
from bot.services.embedding import Embedding
from bot.services.facets import Facets
from bot.services.history import History
from bot.services.ingest import Ingest
from bot.services.interests import Interests
from bot.services.membership import Membership
from bot.services.pictures import Pictures
from bot.services.preferences import Preferences
from bot.services.rating import Ratings
from bot.services.sources import Sources
from bot.services.training import Training
from bot.services.watchdog import Watchdog
from bot.store import Store
from bot.telemetry import Telemetry


@dataclass(frozen=True, slots=True)
class Desk:
    store: Store
    clock: Clock
    telemetry: Telemetry
    channel: Channel
    ingest: Ingest
    watchdog: Watchdog
    articles: Articles
    training: Training
    digests: Digests
    ratings: Ratings
    history: History
    membership: Membership
    preferences: Preferences
    delivering: Delivering
    interests: Interests
    facets: Facets
    sources: Sources
    embedding: Embedding
    backtests: Backtests
    comparisons: Comparisons
    audits: Audits
    pictures: Pictures
