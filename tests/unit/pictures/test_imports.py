"""Pictures cost memory and are hostile: their library is loaded by the worker that decodes one, with nothing else."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def loaded(code: str) -> set[str]:
    """The packages that a fresh interpreter has loaded after running this."""
    told = f"import json, sys\n{code}\nprint(json.dumps([n for n in sys.modules if '.' not in n]))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_process_of_the_bot_does_not_load_what_decodes_pictures() -> None:
    assert "PIL" not in loaded("import bot.app.running, bot.cli.digest, bot.pictures.shrink")


@pytest.mark.parametrize("kept_out", ["numpy", "scipy", "sklearn", "telegram", "sqlalchemy", "httpx"])
def test_the_worker_that_decodes_a_picture_loads_nothing_else_that_is_heavy(kept_out: str) -> None:
    assert kept_out not in _worker()


def _worker() -> set[str]:
    found = loaded("from bot.pictures.shrink import Shrink; Shrink(b'no picture').run()")
    assert "PIL" in found
    return found
