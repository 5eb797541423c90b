"""/schedule 08:30 [mon-fri] | off: when the daily digest comes."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.domain import Schedule
from bot.message import Message, line
from bot.texts import Texts, later

EVERY_DAY = Schedule().weekdays
DAYS = (later("Mon"), later("Tue"), later("Wed"), later("Thu"), later("Fri"), later("Sat"), later("Sun"))


async def run(call: Call) -> Message:
    if not call.args.strip():
        return line(_present(call.reader.schedule, call.reader.zone, call.t))
    schedule = await call.desk.preferences.set_schedule(call.reader, call.args)
    return line(_present(schedule, call.reader.zone, call.t))


def _present(schedule: Schedule, zone: str, t: Texts) -> str:
    if not schedule.times:
        return t("No daily digest is planned. /schedule 08:30 sends one every day; /digest sends one now.")
    times = t(", ").join(f"{at:%H:%M}" for at in schedule.times)
    if schedule.weekdays == EVERY_DAY:
        return t("Your digest comes every day at {times} ({zone}).", times=times, zone=zone)
    days = t(", ").join(t(DAYS[day - 1]) for day in sorted(schedule.weekdays))
    return t("Your digest comes at {times} ({zone}) on {days}.", times=times, zone=zone, days=days)


COMMAND = Command("schedule", later("When your digest comes: /schedule 08:30 mon-fri"), run)
