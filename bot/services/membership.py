"""Who is served: the installation's access rule, asked before every command and every button."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import Language, Reader
from bot.errors import BadInput
from bot.ports import Clock
from bot.store import Store
from bot.store.readers import Invitation

INVITATION_LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Door:
    """`open_to_all` admits everybody; otherwise `listed` user ids and readers admitted before. Admins are listed."""

    open_to_all: bool
    invitations: bool
    listed: frozenset[int]
    admins: frozenset[int]


class Membership:
    def __init__(
        self, store: Store, door: Door, clock: Clock, code: Callable[[], str] = lambda: secrets.token_urlsafe(12)
    ) -> None:
        self._store = store
        self._door = door
        self._clock = clock
        self._code = code

    def reader(self, user_id: int, language: Language) -> Reader | None:
        """The reader behind a user id, made on their first word; None for a stranger."""
        known = self._store.readers.find(str(user_id))
        if not (self._open_to(user_id) if known is None else self.serves(known)):
            return None
        if known is None or not known.has_spoken:
            known = self._store.readers.ensure(str(user_id), self._clock(), language, admitted=False)
        if not known.reachable:  # they speak to us: whatever kept our messages away is over
            self._store.readers.set_reachable(known.id, reachable=True)
        return replace(known, reachable=True)

    def serves(self, reader: Reader) -> bool:
        """Whether a reader may have anything from us today: who was listed once may not be any more."""
        return reader.admitted or self._open_to(reader.chat_id)

    def _open_to(self, user_id: int | None) -> bool:
        return self._door.open_to_all or user_id in self._door.listed

    def redeem(self, user_id: int, code: str, language: Language) -> Reader | None:
        """Admits whoever brings a valid invitation; None otherwise."""
        if not self._door.invitations:
            return None
        return self._store.readers.redeem(code, str(user_id), self._clock(), language)

    def invite(self, uses: int = 1) -> Invitation:
        """A new invitation. Raises BadInput where the access rule takes none."""
        if not self._door.invitations:
            raise BadInput("Invitations work only with BANDU_ACCESS=invite.")
        invitation = Invitation(self._code(), uses, self._clock() + INVITATION_LIFE)
        self._store.readers.invite(invitation, self._clock())
        return invitation
