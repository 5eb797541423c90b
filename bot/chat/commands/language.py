"""/language en|zh: the language of everything that is said here."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.digest.actions import SetLanguage, encode
from bot.domain import Language
from bot.errors import BadInput
from bot.message import Button, Message, line
from bot.texts import Texts, language_of, later

NAMES = ((Language.ENGLISH, "English"), (Language.CHINESE, "中文"))
WORDS = {"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh", "汉语": "zh", "简体中文": "zh"}


async def run(call: Call) -> Message:
    typed = call.args.strip().casefold()
    if not typed:
        return line(call.t("Which language shall I speak?"), (tuple(_button(*pair) for pair in NAMES),))
    code = WORDS.get(typed, typed)
    if not code.isascii() or code.partition("-")[0] not in ("en", "zh"):
        raise BadInput(later("I speak English and Chinese: /language en or /language zh"))
    language = language_of(code)
    await call.desk.preferences.set_language(call.reader, language)
    return confirmation(language)


def confirmation(language: Language) -> Message:
    """Said in the new language."""
    t = Texts(language)
    return line(t("From now on I speak English."))


def _button(language: Language, name: str) -> Button:
    return Button(name, encode(SetLanguage(language)))


COMMAND = Command("language", later("Choose English or Chinese"), run)
