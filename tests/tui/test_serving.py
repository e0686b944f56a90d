"""``serve`` from outside: who is let in, what is sent, and that the screens answer keys."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from workbench.cli import cli

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
pytestmark = pytest.mark.skipif(
    find_spec("textual_serve") is None, reason="needs the extra: pip install '.[webb]'"
)


class Served:
    """A running serve and its port; what it prints can be waited for."""

    def __init__(self, database: Path, *options: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TEXTUAL_ANIMATIONS": "none"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "--db", str(database), "--as", "anna", "serve",
             *options],
            env=environment, stdout=subprocess.PIPE, text=True, cwd=database.parent,
        )  # fmt: skip
        self.address = self.next_address()
        self.port = int(self.address.split(":")[2].split("/")[0])
        self.host = f"127.0.0.1:{self.port}"

    def next_address(self) -> str:
        """Return the address printed next."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, "no address"
        address = self.process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/in\?nyckel=[\w-]{43}", address)
        return address

    def get(self, target: str, **headers: str) -> tuple[HTTPResponse, str]:
        """Ask for a page; ``host``, ``origin`` and ``cookie`` as given."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest("GET", target, skip_host=True)
        for name, value in ({"host": self.host} | headers).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read().decode(errors="replace")

    def code(self, target: str, **headers: str) -> int:
        """Return the status of an answer."""
        return self.get(target, **headers)[0].status

    def enter(self) -> tuple[str, str]:
        """Use the address; return the path and the cookie."""
        answer, _ = self.get(self.address.partition(self.host)[2])
        assert answer.status == 303
        cookie = answer.headers["Set-Cookie"]
        room = answer.headers["Location"]
        assert f"Path={room};" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        return room, cookie.split(";")[0]


@pytest.fixture
def served(town: Path) -> Iterator[Served]:
    """A server on a settled month."""
    server = Served(town)
    yield server
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0
    assert server.process.stdout is not None
    server.process.stdout.close()


class Line:
    """A websocket by hand: the handshake, what the screens write, keys."""

    def __init__(self, served: Served, room: str, **headers: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", served.port), PATIENCE)
        self.read = b""
        asked = {
            "Host": served.host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
        }
        lines = [f"{name}: {value}" for name, value in (asked | headers).items()]
        head = "\r\n".join((f"GET {room}ws?width=100&height=30 HTTP/1.1", *lines, "", ""))
        self.socket.sendall(head.encode())
        self._until(lambda: b"\r\n\r\n" in self.read)
        answer, self.read = self.read.split(b"\r\n\r\n", 1)
        self.status = int(answer.split()[1])

    def _until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.read[-500:]
            received = self.socket.recv(65536)
            assert received, "closed"
            self.read += received

    def wait_for(self, text: str) -> None:
        """Wait until the screens have written a text."""
        self._until(lambda: text.encode() in self.read)

    def send(self, *message: object) -> None:
        """Send a message as the page does, masked as a browser must."""
        data = json.dumps(message).encode()
        assert len(data) < 126
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self.socket.sendall(bytes([0x81, 0x80 | len(data)]) + mask + masked)


def test_only_who_has_the_address_comes_in(served: Served) -> None:
    entrance = served.address.partition(served.host)[2]
    for target in ("/", "/in", "/in?nyckel=", "/in?nyckel=fel", "/static/", "/%C3%A5"):
        assert served.code(target) == 403, target
    for wrong in ("evil.example", f"localhost:{served.port}", "127.0.0.1", ""):
        assert served.code(entrance, host=wrong) == 403, wrong
    assert served.code(entrance, origin="http://evil.example") == 403
    assert served.code(entrance, **{"Sec-Purpose": "prefetch;prerender"}) == 403
    room, cookie = served.enter()
    assert served.code(entrance) == 403, "the address holds once"
    assert served.code(room) == 403, "the path alone opens nothing"
    assert served.code(room, cookie="workbench=fel") == 403
    assert served.code(room, cookie=cookie, host="evil.example") == 403
    assert served.code(room, cookie=cookie) == 200
    assert served.next_address() != served.address


def test_the_page_fetches_nothing_from_elsewhere_and_nothing_is_kept(served: Served) -> None:
    room, cookie = served.enter()
    answer, page = served.get(room, cookie=cookie)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers
    assert re.findall(r"\w+://[^\"']*", page) == [f"ws://{served.host}{room}ws"]
    fetched = re.findall(r'(?:src|href)="([^"]+)"|url\("([^"]+)"\)', page)
    files = [first or last for first, last in fetched]
    local = [name for name in files if name not in ("data:,", "./")]
    assert len(local) == 5
    for name in local:
        assert served.code(room + name, cookie=cookie) == 200, name
        assert served.code(room + name) == 403, name
    assert served.code(f"{room}static/../serving.py", cookie=cookie) == 404


def test_the_screens_are_on_the_line(served: Served) -> None:
    room, cookie = served.enter()
    mine = {"Cookie": cookie, "Origin": f"http://{served.host}"}
    for wrong in (
        {"Origin": mine["Origin"]},
        {"Cookie": cookie},
        mine | {"Origin": "http://evil.example"},
        mine | {"Host": "evil.example"},
    ):
        assert Line(served, room, **wrong).status == 403, wrong
    line = Line(served, room, **mine)
    assert line.status == 101
    line.wait_for("Andersson")
    line.wait_for("anna")
    line.send("stdin", "2")
    line.wait_for("overlapp")
    line.send("resize", {"width": 60, "height": 20})
    line.send("stdin", "q")
    while line.socket.recv(65536):
        pass  # until the server closes it, or the socket's own patience ends


def test_the_port_is_ones_own_choice_and_must_be_free(town: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "workbench", "--db", str(town), "serve", "--port",
             str(taken.getsockname()[1])],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "går inte att använda" in done.stderr


def test_without_the_extra_it_says_how_to_install_it(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.delitem(sys.modules, "workbench.tui.serving", raising=False)
    with pytest.raises(
        click.UsageError, match=re.escape("pip install 'assistans-workbench[webb]'")
    ):
        cli.main(["--db", str(town), "serve"], standalone_mode=False)


def test_screens_leave_when_their_server_is_gone(town: Path) -> None:
    server = Served(town)
    room, cookie = server.enter()
    line = Line(server, room, Cookie=cookie, Origin=f"http://{server.host}")
    line.wait_for("Andersson")
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("this system doesn't tell a process's children")
    (child,) = children.read_text().split()
    server.process.kill()
    server.process.wait()
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < end
        time.sleep(0.1)
