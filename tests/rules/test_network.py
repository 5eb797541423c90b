"""The guard itself: tests can't leave the machine, and can't hide that they tried."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.fakes.network import Network, NetworkRefused

HIDING = """
import contextlib, socket

def test_hides_it():
    with socket.socket() as sock, contextlib.suppress(RuntimeError):
        sock.connect(("192.0.2.1", 80))
"""


@pytest.mark.parametrize("host", ["192.0.2.1", "8.8.8.8", "2001:db8::1"])
def test_a_connection_beyond_loopback_is_refused(host: str, network: Network) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(NetworkRefused, match="loopback"):
        sock.connect((host, 80))
    assert network.attempts == [f"reach {host!r}"]
    network.attempts.clear()


def test_a_datagram_beyond_loopback_is_refused(network: Network) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(NetworkRefused):
        sock.sendto(b"x", ("192.0.2.1", 53))
    network.attempts.clear()


async def test_an_http_client_does_not_take_the_refusal_for_an_ordinary_failure(network: Network) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(NetworkRefused):
            await client.get("http://papers.example/feed")
    assert network.attempts == ["look up 'papers.example'"]
    network.attempts.clear()


def test_an_attempt_in_another_thread_is_written_down(network: Network) -> None:
    def try_it() -> None:
        with socket.socket() as sock, pytest.raises(NetworkRefused):
            sock.connect(("192.0.2.1", 80))

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    assert network.attempts == ["reach '192.0.2.1'"]
    network.attempts.clear()


def test_loopback_and_unix_sockets_are_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client:
            assert client.getpeername()[0] == "127.0.0.1"
        server.accept()[0].close()
    left, right = socket.socketpair(socket.AF_UNIX)
    left.close()
    right.close()


def test_a_swallowed_refusal_still_fails_the_test(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import network\n")
    (tmp_path / "test_hiding.py").write_text(HIDING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    pytest_run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    answer = subprocess.run(pytest_run, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert "1 passed, 1 error" in answer.stdout
    assert "the test tried to reach '192.0.2.1'" in answer.stdout
