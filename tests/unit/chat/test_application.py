"""How a request is told from the same request coming again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from telegram import Chat, Message

from bot.chat.application import request_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def message(number: int, at: datetime) -> Message:
    return Message(number, at, Chat(42, Chat.PRIVATE), text="/digest")


def test_a_message_that_comes_twice_is_one_request():
    assert request_of(message(7, NOON)) == request_of(message(7, NOON))


def test_two_messages_are_two_requests():
    assert request_of(message(7, NOON)) != request_of(message(8, NOON))


def test_another_bot_that_counts_from_one_again_makes_other_requests():
    assert request_of(message(7, NOON)) != request_of(message(7, NOON + timedelta(days=90)))
