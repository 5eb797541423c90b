"""Who is served: the three access rules, and what brings somebody in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app.desk import door
from bot.domain import Language
from bot.errors import BadInput
from bot.services.membership import INVITATION_LIFE, Membership
from bot.settings import load
from bot.store import Store
from tests.fakes.clock import FakeClock

ADMIN, LISTED, STRANGER = 1, 2, 3
EN = Language.ENGLISH
RULES = ["invite", "allowlist", "open"]


def membership(store: Store, clock: FakeClock, access: str, allow: str = str(LISTED)) -> Membership:
    environ = {"BANDU_ACCESS": access, "BANDU_ADMINS": str(ADMIN), "BANDU_ALLOW": allow, "BANDU_HOME": "/nowhere"}
    codes = iter(f"code{n}" for n in range(1, 9))
    return Membership(store, door(load(environ, None, lambda _: "")), clock, lambda: next(codes))


@pytest.mark.parametrize("access", RULES)
def test_admins_and_the_listed_are_served_under_every_rule(store: Store, clock: FakeClock, access: str):
    members = membership(store, clock, access)
    for user in (ADMIN, LISTED):
        reader = members.reader(user, Language.CHINESE)
        assert reader is not None
        assert (reader.key, reader.language) == (str(user), Language.CHINESE)
        assert members.serves(reader)


@pytest.mark.parametrize(("access", "served"), [("invite", False), ("allowlist", False), ("open", True)])
def test_a_stranger_is_served_only_where_it_is_open_to_all(store: Store, clock: FakeClock, access: str, served: bool):
    assert (membership(store, clock, access).reader(STRANGER, EN) is not None) is served
    assert bool(store.readers.all()) is served, "nothing is kept of a stranger"


@pytest.mark.parametrize("access", RULES)
def test_who_was_imported_for_is_served_under_every_rule(store: Store, clock: FakeClock, access: str):
    store.readers.ensure(str(STRANGER), clock(), admitted=True)
    assert membership(store, clock, access).reader(STRANGER, EN) is not None


@pytest.mark.parametrize("access", RULES)
def test_who_redeemed_an_invitation_is_served_under_every_rule_from_then_on(
    store: Store, clock: FakeClock, access: str
):
    invite = membership(store, clock, "invite")
    redeemed = invite.redeem(STRANGER, invite.invite().code, EN)
    assert redeemed is not None
    assert membership(store, clock, access).reader(STRANGER, EN) == redeemed


def test_somebody_taken_off_the_list_is_a_stranger_again(store: Store, clock: FakeClock):
    reader = membership(store, clock, "allowlist").reader(LISTED, EN)
    assert reader is not None
    strict = membership(store, clock, "allowlist", allow="")
    assert strict.reader(LISTED, EN) is None
    assert not strict.serves(reader)


def test_a_door_that_is_closed_again_keeps_out_who_came_while_it_was_open(store: Store, clock: FakeClock):
    reader = membership(store, clock, "open").reader(STRANGER, EN)
    assert reader is not None
    assert membership(store, clock, "invite").reader(STRANGER, EN) is None
    assert not membership(store, clock, "invite").serves(reader)


def test_an_invitation_admits_one_unless_it_says_more(store: Store, clock: FakeClock):
    members = membership(store, clock, "invite")
    one, two = members.invite(), members.invite(uses=2)
    assert (one.code, two.code) == ("code1", "code2")
    assert [members.redeem(user, one.code, EN) is not None for user in (10, 11)] == [True, False]
    assert [members.redeem(user, two.code, EN) is not None for user in (11, 12, 13)] == [True, True, False]


def test_an_invitation_expires(store: Store, clock: FakeClock):
    members = membership(store, clock, "invite")
    code = members.invite().code
    clock.advance(INVITATION_LIFE - timedelta(seconds=1))
    assert members.redeem(10, code, EN) is not None
    code = members.invite().code
    clock.advance(INVITATION_LIFE)
    assert members.redeem(11, code, EN) is None
    assert members.reader(11, EN) is None


@pytest.mark.parametrize("access", ["allowlist", "open"])
def test_other_rules_make_and_take_no_invitations(store: Store, clock: FakeClock, access: str):
    code = membership(store, clock, "invite").invite().code
    members = membership(store, clock, access)
    with pytest.raises(BadInput, match="BANDU_ACCESS=invite"):
        members.invite()
    assert members.redeem(STRANGER, code, EN) is None


def test_codes_cannot_be_guessed(store: Store, clock: FakeClock):
    environ = {"BANDU_HOME": "/nowhere"}
    members = Membership(store, door(load(environ, None, lambda _: "")), clock)
    codes = {members.invite().code for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) >= 16 and set(code) <= set(CODE_LETTERS) for code in codes), "fit for a link to /start"


CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def test_who_speaks_again_can_be_reached_again(store: Store, clock: FakeClock):
    members = membership(store, clock, "invite")
    store.readers.set_reachable(members.reader(LISTED, EN).id, reachable=False)
    assert members.reader(LISTED, EN).reachable is True
    assert store.readers.get(str(LISTED)).reachable is True


def test_a_reader_whose_history_was_imported_is_spoken_to_in_telegram_s_language(store: Store, clock: FakeClock):
    store.readers.ensure(str(STRANGER), clock(), admitted=True)
    members = membership(store, clock, "invite")
    assert members.reader(STRANGER, Language.CHINESE).language is Language.CHINESE
    assert members.reader(STRANGER, Language.ENGLISH).language is Language.CHINESE
