"""Everything that is kept, behind verbs in the domain's words: one method, one transaction, one act.

SQLAlchemy Core only, and only here. Methods are plain functions; async callers reach them by one thread hop.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.announced import AnnouncedStore
from bot.store.articles import ArticleStore
from bot.store.audits import AuditStore
from bot.store.comparisons import ComparisonStore
from bot.store.database import Database, open_database
from bot.store.facets import FacetStore
from bot.store.interests import InterestStore
from bot.store.ledger import Ledger
from bot.store.models import ModelStore
from bot.store.papers import PaperStore
from bot.store.pictures import PictureStore
from bot.store.ratings import RatingStore
from bot.store.readers import ReaderStore
from bot.store.sources import SourceStore
from bot.store.subscriptions import SubscriptionStore
from bot.store.vectors import VectorStore


@dataclass(frozen=True, slots=True)
class Store:
    """The parts of the store, on one database."""

    database: Database
    papers: PaperStore
    sources: SourceStore
    subscriptions: SubscriptionStore
    readers: ReaderStore
    ratings: RatingStore
    ledger: Ledger
    models: ModelStore
    vectors: VectorStore
    interests: InterestStore
    facets: FacetStore
    audits: AuditStore
    comparisons: ComparisonStore
    pictures: PictureStore
    announced: AnnouncedStore
    articles: ArticleStore

    def close(self) -> None:
        self.database.close()


def open_store(url: str) -> Store:
    """Opens a database by its SQLAlchemy URL, made or migrated as needed. Raises SettingsError, SchemaTooNew."""
    db = open_database(url)
    return Store(
        db,
        PaperStore(db),
        SourceStore(db),
        SubscriptionStore(db),
        ReaderStore(db),
        RatingStore(db),
        Ledger(db),
        ModelStore(db),
        VectorStore(db),
        InterestStore(db),
        FacetStore(db),
        AuditStore(db),
        ComparisonStore(db),
        PictureStore(db),
        AnnouncedStore(db),
        ArticleStore(db),
    )
