"""Every error the product raises, told apart by what the caller does next.

BanduError
├── SettingsError      tell the operator: a setting is missing or wrong
├── SchemaTooNew       tell the operator: the database belongs to a newer version
├── NoSuchReader       tell the user: nobody by that name
├── BadInput           tell the user: what was typed or handed in is not usable
├── SourceError        this source, this time: count it, go on with the next
│   ├── FetchError     the bytes did not come
│   └── ParseError     the bytes are not a feed
├── DeliveryError
│   ├── Throttled      try again at `retry_after` seconds from now
│   ├── Unreachable    give up on this reader: blocked, deactivated, gone
│   ├── Unsettled      it may have arrived: never send it again blindly
│   ├── Unsent         it certainly did not arrive: may be tried again
│   └── Rejected       our bug: Telegram will not take this, ever
├── EmbeddingFailed    no vectors this time: rank without them and ask again, not before `retry_after` seconds
│   └── EmbeddingRefused   nor for these texts another time: ask for fewer of them, or leave them out
└── WorkFailed         a worker process died, hung or raised: the work may be asked for again
"""

from __future__ import annotations


class BanduError(Exception):
    """Base of all errors of the product; its text is one clear sentence."""


class SettingsError(BanduError):
    """A setting is missing or wrong."""


class SchemaTooNew(BanduError):
    """The database was written by a newer version."""


class NoSuchReader(BanduError):
    """Nobody by that name is served here."""


class BadInput(BanduError):
    """What a person typed or handed in is not usable."""


class SourceError(BanduError):
    """One source failed this time."""


class FetchError(SourceError):
    """The bytes did not come. `offline` where no connection could be made at all.

    `status` is HTTP's, 0 where there was no answer; `retry_after` the seconds that the server asks to be left alone.
    """

    def __init__(self, sentence: str, *, offline: bool = False, status: int = 0, retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.offline = offline
        self.status = status
        self.retry_after = retry_after


class ParseError(SourceError):
    """The bytes are not a feed that we read."""


class DeliveryError(BanduError):
    """A message was not delivered."""


class Throttled(DeliveryError):
    """The channel asks for a pause of `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the channel asks for a pause of {retry_after:g} s")
        self.retry_after = retry_after


class Unreachable(DeliveryError):
    """The reader cannot be reached: blocked the bot, deactivated, or the chat is gone."""


class Unsettled(DeliveryError):
    """No answer came: the message may have arrived."""


class Unsent(DeliveryError):
    """Nothing was handed over, no connection was made: certainly not delivered."""


class Rejected(DeliveryError):
    """The channel will never take this message."""


class EmbeddingFailed(BanduError):
    """The embedder gave no vectors; it asks to be left alone for `retry_after` seconds."""

    def __init__(self, sentence: str, *, retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class EmbeddingRefused(EmbeddingFailed):
    """The embedder will not take these texts, or its answer to them is not usable."""


class WorkFailed(BanduError):
    """A worker process died, took too long, or its job raised."""
