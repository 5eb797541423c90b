"""The worlds that simulated readers live in, each made once a run."""

from __future__ import annotations

from functools import cache

import pytest

from tests.simulated.world import World, invented_world, real_world


@cache
def _made(name: str) -> World | None:
    return invented_world() if name == "invented" else real_world(2000)


@pytest.fixture(params=["invented", pytest.param("real", marks=pytest.mark.shared)])
def around(request: pytest.FixtureRequest) -> World:
    """A world: invented papers, and real ones where they lie beside the checkout."""
    world = _made(request.param)
    if world is None:
        pytest.skip("needs ../shared, which lies beside a development checkout")
    return world


@pytest.fixture
def invented() -> World:
    world = _made("invented")
    assert world is not None
    return world
