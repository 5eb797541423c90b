"""What the Bot API takes and what it refuses, in the words it refuses with.

Parameters and answers are checked by aiogram's models of the Bot API, texts by teremok's rules: two
projects other than this one say what Telegram would accept. Unknown parameters, which Telegram ignores, are
refused to find typing slips.
"""

from __future__ import annotations

import json
import types
import typing
from functools import cache
from typing import Any

import aiogram.methods
from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from pydantic import TypeAdapter, ValidationError
from teremok.validation import ApiRuleViolation, validate_html, validate_method

from tests.fakes.telegram_entities import parse_html, utf16_length

Json = dict[str, Any]

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method
    for name in aiogram.methods.__all__
    if isinstance(method := getattr(aiogram.methods, name), type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}

MAX_TEXT = 4096
MAX_BUTTONS = 100
MAX_IN_A_ROW = 8


class ApiError(Exception):
    """A refusal: the HTTP status, Telegram's words, and `parameters` such as retry_after."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def decode(method: type[TelegramMethod[Any]], form: dict[str, Any]) -> Json:
    """The parameters of a request as values, checked by the method's model."""
    params: Json = {}
    for name, raw in form.items():
        field = method.model_fields.get(name)
        if field is None:
            raise ApiError(400, f"Bad Request: unknown parameter {name}")
        params[name] = raw if _is_text(field.annotation) else _value(raw)
    try:
        method.model_validate(params)
        if "inline_keyboard" in (params.get("reply_markup") or {}):
            # the model takes any object here, as one of the other kinds of keyboard with more fields than known
            InlineKeyboardMarkup.model_validate(params["reply_markup"])
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
        raise ApiError(400, f"Bad Request: {faults}") from error
    return params


def check(method: type[TelegramMethod[Any]], params: Json) -> Json:
    """The parts of a message that the parameters make: plain `text`, its `entities`, `reply_markup`."""
    parts: Json = {}
    if params.get("text") is not None and "parse_mode" in method.model_fields:
        parts |= _text(params["text"], params.get("parse_mode"))
    if "reply_markup" in params:
        parts["reply_markup"] = _markup(params["reply_markup"])
    plain = {**params, **({"text": parts["text"], "parse_mode": None} if "text" in parts else {})}
    try:
        validate_method(_anyone(), method.model_validate(plain))
    except ApiRuleViolation as error:
        raise ApiError(400, error.description) from error
    return parts


def check_answer(method: type[TelegramMethod[Any]], answer: Any) -> None:
    """Raises ValidationError where this server answers what Telegram never would."""
    TypeAdapter(method.__returning__).validate_python(answer)


def answers_true(method: type[TelegramMethod[Any]]) -> bool:
    """Whether the method's answer is just True."""
    return method.__returning__ is bool


@cache
def _anyone() -> Bot:
    """teremok asks a bot for its default parse mode; this one has none."""
    return Bot("1:RULES")


def _is_text(annotation: Any) -> bool:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return set(typing.get_args(annotation)) <= {str, type(None)}
    return annotation is str


def _value(raw: Any) -> Any:
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        return raw


def _text(text: str, parse_mode: str | None) -> Json:
    entities: list[Json] = []
    if parse_mode == "HTML":
        try:
            validate_html(text)
        except ApiRuleViolation as error:
            raise ApiError(400, error.description) from error
        text, entities = parse_html(text)
    elif parse_mode:
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise ApiError(400, "Bad Request: message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def _markup(markup: Any) -> Json:
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_A_ROW for row in rows):
        raise ApiError(400, "Bad Request: reply markup is too long")
    if any(not button["text"].strip() for row in rows for button in row):
        raise ApiError(400, "Bad Request: inline keyboard button text must be non-empty")
    return {"inline_keyboard": rows} if rows else {}
