"""/timezone Europe/Berlin: the zone in which the reader's times are meant."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.message import Message, line
from bot.texts import later


async def run(call: Call) -> Message:
    t = call.t
    if not call.args.strip():
        return line(t("Your time zone is {zone}. Change it like this: /timezone Europe/Berlin", zone=call.reader.zone))
    zone = await call.desk.preferences.set_zone(call.reader, call.args)
    return line(t("Your time zone is now {zone}.", zone=zone))


COMMAND = Command("timezone", later("Set your time zone: /timezone Europe/Berlin"), run)
