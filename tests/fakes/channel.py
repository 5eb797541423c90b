"""A channel that keeps what it was given, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.message import Message, Rows


@dataclass(frozen=True, slots=True)
class Sent:
    chat_id: int
    message: Message
    message_id: int

    @property
    def text(self) -> str:
        return "\n".join("".join(span.text for span in block.spans) for block in self.message.blocks)


@dataclass(slots=True)
class FakeChannel:
    """Takes so many blocks in one message; `answers` are raised, or passed over where None, one for each sending."""

    blocks: int = 100
    sent: list[Sent] = field(default_factory=list)
    tried: list[Sent] = field(default_factory=list)
    edits: list[tuple[int, int, Rows]] = field(default_factory=list)
    answers: list[Exception | None] = field(default_factory=list)
    on_send: Callable[[], None] = lambda: None
    """Called while a message is on its way."""

    def split(self, message: Message) -> Sequence[Message]:
        starts = range(0, len(message.blocks), self.blocks)
        return tuple(Message(message.blocks[i : i + self.blocks]) for i in starts)

    async def send(self, chat_id: int, message: Message) -> int:
        one = Sent(chat_id, message, 1000 + len(self.tried))
        self.tried.append(one)
        self.on_send()
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.sent.append(one)
        return one.message_id

    async def edit_rows(self, chat_id: int, message_id: int, rows: Rows) -> None:
        self.edits.append((chat_id, message_id, rows))
