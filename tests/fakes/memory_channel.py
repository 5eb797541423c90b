"""A channel that keeps what it is given, for tests of the services that send.

It passes the same contract suite as the real channels (tests/contract/test_channels.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.deliver import telegram_markup
from bot.errors import DeliveryError, Unsettled
from bot.message import Message, Rows


@dataclass(slots=True)
class Sent:
    """One message as it stands: `rows` are replaced by edits."""

    chat_id: int
    message_id: int
    message: Message
    rows: Rows


@dataclass(slots=True)
class MemoryChannel:
    """`limit` is what one part may hold, in UTF-16 units."""

    limit: int = telegram_markup.TEXT_LIMIT
    sent: list[Sent] = field(default_factory=list)
    edits: int = 0
    _errors: list[DeliveryError | None] = field(default_factory=list)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def script(self, errors: Iterable[DeliveryError | None]) -> None:
        """The next sends and edits, one by one, end with these errors; None lets one through.

        With Unsettled the message is kept all the same, as one that arrived without the sender's knowing.
        """
        self._errors.extend(errors)

    def texts(self, chat_id: int) -> list[str]:
        """The plain text of every message in a chat, blocks set apart by an empty line."""
        return [plain(s.message) for s in self.sent if s.chat_id == chat_id]

    def split(self, message: Message) -> Sequence[Message]:
        return telegram_markup.split(message, self.limit)

    async def send(self, chat_id: int, message: Message) -> int:
        error = self._next_error()
        if error is None or isinstance(error, Unsettled):
            self.sent.append(Sent(chat_id, next(self._ids), message, message.rows))
        if error is not None:
            raise error
        return self.sent[-1].message_id

    async def edit_rows(self, chat_id: int, message_id: int, rows: Rows) -> None:
        error = self._next_error()
        if error is not None:
            raise error
        self.edits += 1
        for sent in self.sent:
            if (sent.chat_id, sent.message_id) == (chat_id, message_id):
                sent.rows = rows

    def _next_error(self) -> DeliveryError | None:
        return self._errors.pop(0) if self._errors else None


def plain(message: Message) -> str:
    """The text of a message without any markup."""
    return "\n\n".join("".join(s.text for s in block.spans) for block in message.blocks)
