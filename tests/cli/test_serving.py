"""`tracker demo` and `tracker serve` as processes: ready, answering, and stopped without a scratch."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

# A shell that starts the tests in the background has everything below them ignore Ctrl-C.
_HEARS_CTRL_C = "from signal import SIGINT, default_int_handler, signal; signal(SIGINT, default_int_handler)"
TRACKER = [sys.executable, "-c", f"{_HEARS_CTRL_C}; from tracker.app import main; main()"]


class Server:
    """A running `tracker` and what it said until it was ready."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.rstrip("\n"))
            if "Ctrl-C" in line or ("ready:" in line and "demonstration" not in line):
                return
        raise AssertionError("\n".join(self.said))

    @property
    def address(self) -> str:
        return re.search(r"http://\S+", "\n".join(self.said))[0]

    @property
    def base(self) -> str:
        return re.match(r"http://[^/]+", self.address)[0]

    def password(self, username: str) -> str:
        return next(line.split()[1] for line in self.said if line.split()[:1] == [username])

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=30)
        return self.process.returncode, rest


@contextmanager
def running(*arguments: str) -> Iterator[Server]:
    process = subprocess.Popen(
        [*TRACKER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield Server(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


class Browser:
    """Just enough of one: cookies, forms, no proxy."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        url = address if address.startswith("http") else self.base + address
        with self._opener.open(url, urlencode(form).encode() if form else None, timeout=30) as answer:
            return answer.url, answer.read().decode("utf-8", "replace")

    def log_in(self, address: str, username: str, password: str) -> tuple[str, str]:
        at, page = self.get(address)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return self.get(at, {"csrf_token": token, "username": username, "password": password})


def test_the_demonstration_from_start_to_stop(instance):
    with running("demo", "--port", "0") as server:
        browser = Browser(server.base)
        at, page = browser.log_in(server.address, "analyst", server.password("analyst"))
        assert at == server.address, "log-in leads to the case"
        assert "Had the militia left the embassy?" in page
        assert "at most two independent sources" in page
        with pytest.raises(HTTPError) as refused:
            Browser(server.base).log_in("/", "analyst", "wrong password")
        refused.value.close()
        assert refused.value.code in (401, 403, 422)
        assert server.stop(signal.SIGTERM) == (0, "Stopped.\n")


def test_a_fresh_demonstration_replaces_the_earlier_one_unless_it_is_kept(instance):
    with running("demo", "--port", "0") as server:
        server.stop(signal.SIGTERM)
    marker = instance / "demo" / "blobs" / "marker"
    marker.touch()
    with running("demo", "--port", "0", "--keep") as server:
        assert marker.exists()
        at, _ = Browser(server.base).log_in(server.address, "second", server.password("second"))
        assert at == server.address
        server.stop(signal.SIGTERM)
    with running("demo", "--port", "0") as server:
        assert not marker.exists()


def test_ctrl_c_ends_a_server_cleanly(installation):
    with running("serve", "--port", "0") as server:
        with closing(HTTPConnection(server.base.removeprefix("http://"), timeout=10)) as connection:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert (answer.status, answer.read(), answer.getheader("Server")) == (200, b"ok\n", None)
        assert server.stop(signal.SIGINT) == (0, "Stopped.\n")


def test_what_is_being_answered_is_finished_before_a_server_stops(installation, instance):
    slow = (
        "import time\n"
        "from tracker.cli import serving\n"
        "from tracker.config import load_settings\n"
        "def app(environ, start):\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(1)\n"
        "    start('200 OK', [('Content-Type', 'text/plain')])\n"
        "    return [b'whole']\n"
        "with serving.listening_socket('127.0.0.1', 0) as listening:\n"
        "    print(serving.address_of(listening), flush=True)\n"
        "    serving.run(app, listening, load_settings())\n"
    )
    process = subprocess.Popen([sys.executable, "-c", slow], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        host = process.stdout.readline().strip().removeprefix("http://").rstrip("/")
        with closing(HTTPConnection(host, timeout=10)) as connection:
            connection.request("GET", "/")
            assert process.stdout.readline() == "begun\n"
            process.send_signal(signal.SIGTERM)
            assert connection.getresponse().read() == b"whole"
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_named(installation, run, command):
    kept = installation / "demo" / "tracker.db"
    kept.parent.mkdir()
    kept.touch()
    with socket.create_server(("127.0.0.1", 0)) as busy:
        result = run(command, "--port", str(busy.getsockname()[1]))
    assert result.exit_code == 1
    assert f"Port {busy_port(result.stderr)} of 127.0.0.1 cannot be used" in result.stderr
    assert "--port" in result.stderr
    assert kept.exists(), "a demonstration that still runs keeps its files"


def busy_port(message: str) -> str:
    return re.search(r"Port (\d+)", message)[1]


def test_an_address_that_is_not_of_this_machine_is_refused(installation, run):
    for host in ("203.0.113.7", "no such host"):
        result = run("serve", "--host", host, "--port", "0")
        assert result.exit_code == 1
        assert "Traceback" not in result.output
