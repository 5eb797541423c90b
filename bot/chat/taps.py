"""Buttons: a tap is stored first, then answered, then shown."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery

from bot.chat.commands.language import confirmation
from bot.chat.commands.sources import joined_words
from bot.chat.conversation import Conversation
from bot.digest.actions import Action, OpenCard, Rate, SetLanguage, Subscribe, decode, restar
from bot.digest.render import card
from bot.domain import DigestItem, Reader
from bot.errors import BadInput, DeliveryError
from bot.message import Rows, line
from bot.services.rating import RatedItem
from bot.texts import Texts, later

GONE = later("This button is of an older day and no longer works.")


class Taps:
    def __init__(self, conversation: Conversation) -> None:
        self._talk = conversation
        self._desk = conversation.desk

    async def handle(self, reader: Reader, query: CallbackQuery) -> None:
        """Does what a button of this reader's says. Whatever was sent back, the query is answered."""
        t = Texts(reader.language)
        action = decode(query.data or "")
        try:
            await self._do(action, reader, query, t)
        except BadInput as error:
            await self._talk.answer(query, t(str(error)))

    async def _do(self, action: Action | None, reader: Reader, query: CallbackQuery, t: Texts) -> None:
        match action:
            case Rate():
                await self._rate(action, reader, query, t)
            case OpenCard():
                await self._open(action, reader, query, t)
            case SetLanguage():
                await self._desk.preferences.set_language(reader, action.language)
                await self._talk.answer(query, "")
                await self._talk.say(reader, confirmation(action.language))
            case Subscribe():
                feed, joined = await self._desk.sources.choose(reader, action.preview, action.choice)
                await self._talk.answer(query, "")
                await self._talk.say(reader, line(joined_words(feed, joined, t)))
            case None:
                raise BadInput(GONE)

    async def _rate(self, action: Rate, reader: Reader, query: CallbackQuery, t: Texts) -> None:
        done = await self._desk.ratings.rate_item(reader, action.delivery, action.rank, action.stars)
        said = "★" * done.stars if done.stars else t("Taken back.")
        await asyncio.gather(self._talk.answer(query, said), self._show(action, done, reader, query, t))

    async def _show(self, action: Rate, done: RatedItem, reader: Reader, query: CallbackQuery, t: Texts) -> None:
        """Redraws the stars under the tapped message, and under the digest where the tap was on a card."""
        chat, tapped = reader.chat_id, query.message.message_id if query.message else None
        on_card = tapped is not None and not _is_digest(query)
        digest = done.part.message_id if done.part and on_card else tapped
        if on_card:
            item = await self._item(action.delivery, action.rank, reader)
            if item is not None:
                await self._edit(chat, tapped, card(item, action.delivery, t).rows)
        if done.part is not None:
            await self._edit(chat, digest, restar(done.part.body, done.ratings))

    async def _edit(self, chat: int | None, message_id: int | None, rows: Rows) -> None:
        if chat is None or message_id is None:
            return
        try:
            await self._desk.channel.edit_rows(chat, message_id, rows)
        except DeliveryError as error:
            # The stars are stored; a picture of them that could not be drawn is drawn at the next tap.
            self._desk.telemetry.event("edit_failed", error=str(error))

    async def _open(self, action: OpenCard, reader: Reader, query: CallbackQuery, t: Texts) -> None:
        item = await self._item(action.delivery, action.rank, reader)
        if item is None:
            raise BadInput(GONE)
        await self._talk.answer(query, "")
        titles = await self._desk.digests.titles(item.reasons)
        pictures = await self._desk.pictures.of([item.record])
        await self._talk.say(reader, card(item, action.delivery, t, titles, pictures.get(item.record.paper.id)))

    async def _item(self, delivery_id: int, rank: int, reader: Reader) -> DigestItem | None:
        store = self._desk.store
        delivery = await asyncio.to_thread(store.ledger.find, delivery_id)
        if delivery is None or delivery.reader.id != reader.id:
            return None
        digest = await asyncio.to_thread(store.ledger.digest, delivery)
        return next((item for item in digest.items if item.rank == rank), None)


def _is_digest(query: CallbackQuery) -> bool:
    """Whether the tapped message carries numbers that open cards, as only a digest does."""
    markup = getattr(query.message, "reply_markup", None)
    buttons = (b for row in (markup.inline_keyboard if markup else ()) for b in row)
    return any(isinstance(decode(str(b.callback_data or "")), OpenCard) for b in buttons)
