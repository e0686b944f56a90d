"""The screens in a browser on this machine, for those without a terminal.

A server that only this machine reaches gives each browser window a process of its own with the
screens. Others with a login here reach it too, so it opens for an address with a key that holds
once, and after that for the browser that used it: a cookie and a path that nobody else knows.
Pages of other sites are kept out by the names that the browser says it asks for and comes from.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from string import Template

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

HOST = "127.0.0.1"
COOKIE = "workbench"
ENTRANCE = "/in"
SMALLEST, LARGEST = 20, 1000
"""Columns or rows of a window."""

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src ws://{host}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""What the page may load: nothing from anywhere else. The terminal sets its colours by style."""

REFUSED = (
    "Adressen gäller inte. Den öppnar programmet en gång, i en webbläsare. Gå till fönstret där "
    "workbench serve körs: där står en ny.\n"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """Who comes in: whoever brings the latest address's key, and then that browser."""

    def __init__(self, port: int) -> None:
        self.host = f"{HOST}:{port}"
        self.origin = f"http://{self.host}"
        # A browser sends the cookies of 127.0.0.1 to every port of it, so also to another user's
        # server; but only below the cookie's path, which that user doesn't know.
        self.room = f"/{secrets.token_urlsafe(24)}/"
        self._cookie = secrets.token_urlsafe(32)
        self._key = ""

    def address(self) -> str:
        """Return a new address that opens once; the one before it no longer holds."""
        self._key = secrets.token_urlsafe(32)
        return f"{self.origin}{ENTRANCE}?nyckel={self._key}"

    def unlock(self, key: str) -> bool:
        """Tell whether a key is the address's; it then holds no more."""
        brought = key.encode(errors="replace")
        fits = bool(self._key) and hmac.compare_digest(self._key.encode(), brought)
        if fits:
            self._key = ""
        return fits

    def give(self, response: web.StreamResponse) -> None:
        """Give the browser its cookie, which lives until the browser is closed."""
        response.set_cookie(COOKIE, self._cookie, path=self.room, httponly=True, samesite="Strict")

    def knows(self, request: web.Request) -> bool:
        """Tell whether a request is from a browser that has been let in."""
        brought = request.cookies.get(COOKIE, "")
        return hmac.compare_digest(self._cookie.encode(), brought.encode(errors="replace"))

    def addressed(self, request: web.Request) -> bool:
        """Tell whether a request names this server, and comes from no other page.

        A page of another site whose name has been made to point here names that site.
        """
        if request.headers.getall("Host", []) != [self.host]:
            return False
        origins = request.headers.getall("Origin", [])
        wanted = [self.origin] if request.path.endswith("/ws") else []
        return origins in ([self.origin], wanted)


class _Window(AppService):
    """The process behind a browser window; a window whose process is gone is closed."""

    async def run(self) -> None:
        await super().run()
        await self.remote_close()


class Site:
    """The server: an entrance, a page, its files, and the line to each window's process."""

    def __init__(self, door: Door, command: str, tell: Callable[[str], None]) -> None:
        self._door = door
        self._command = command
        self._tell = tell
        self._windows: set[asyncio.Task[object]] = set()
        page = Template(_own("serving.html"))
        self._page = page.substitute(websocket=f"ws://{door.host}{door.room}ws")
        self._script = _own("serving.js")

    def app(self) -> web.Application:
        """Return the application, guarded."""
        made = web.Application(middlewares=[self._guard])
        room = self._door.room
        made.router.add_get(ENTRANCE, self._enter, allow_head=False)
        made.router.add_get(room, self._show)
        made.router.add_get(f"{room}serving.js", self._start)
        made.router.add_get(f"{room}ws", self._window)
        made.router.add_static(f"{room}static", Path(str(files("textual_serve"))) / "static")
        made.on_response_prepare.append(self._headers)
        made.on_shutdown.append(self._close)
        return made

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        door = self._door
        if door.addressed(request) and (request.path == ENTRANCE or door.knows(request)):
            return await handler(request)
        return web.Response(status=403, text=REFUSED)

    async def _headers(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = POLICY.format(host=self._door.host)
        response.headers.popall("Server", None)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Let a browser in; a page that it fetches before anyone asked for it uses no key."""
        ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
        if ahead or not self._door.unlock(request.query.get("nyckel", "")):
            return web.Response(status=403, text=REFUSED)
        response = web.Response(status=303, headers={"Location": self._door.room})
        self._door.give(response)
        self._tell(self._door.address())
        return response

    async def _show(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(text=self._page, content_type="text/html")

    async def _start(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(text=self._script, content_type="text/javascript")

    async def _window(self, request: web.Request) -> web.StreamResponse:
        socket_ = web.WebSocketResponse(heartbeat=15)
        await socket_.prepare(request)
        service = _Window(
            self._command,
            write_bytes=socket_.send_bytes,
            write_str=socket_.send_str,
            close=socket_.close,  # type: ignore[arg-type] # says whether it was open; nobody asks
            download_manager=DownloadManager(),
        )
        task = asyncio.current_task()
        assert task is not None
        self._windows.add(task)
        try:
            await service.start(*(_size(request.query.get(one)) for one in ("width", "height")))
            await _relay(socket_, service)
        finally:
            await service.stop()
            self._windows.discard(task)
        return socket_

    async def _close(self, _app: web.Application) -> None:
        """Close every window: its process is told to leave, and waited for."""
        for task in self._windows:
            task.cancel()


async def _relay(socket_: web.WebSocketResponse, service: AppService) -> None:
    """Hand on what the page says: keys, its size, whether it has focus."""
    async for message in socket_:
        if message.type != WSMsgType.TEXT:
            continue
        match message.json():
            case ["stdin", str(keys)]:
                await service.send_bytes(keys.encode())
            case ["resize", {"width": width, "height": height}]:
                await service.set_terminal_size(_size(width), _size(height))
            case ["ping", str(mark)]:
                await socket_.send_json(["pong", mark])
            case ["blur"]:
                await service.blur()
            case ["focus"]:
                await service.focus()


def _own(name: str) -> str:
    return files("workbench.tui").joinpath(name).read_text(encoding="utf-8")


def _size(given: object) -> int:
    """Return columns or rows that a page asks for, within reason."""
    text = str(given)
    return min(max(int(text), SMALLEST), LARGEST) if text.isdecimal() else 80


def serve(words: Sequence[str], port: int, tell: Callable[[str], None]) -> None:
    """Serve the screens until Ctrl+C; ``words`` is the command line that opens them.

    ``port`` 0 takes any that is free. ``tell`` hears each address. Raises OSError when the port
    is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_serve(listener, words, tell))


async def _serve(
    listener: socket.socket, words: Sequence[str], tell: Callable[[str], None]
) -> None:
    door = Door(listener.getsockname()[1])
    runner = web.AppRunner(Site(door, _command(words), tell).app(), access_log=None)
    await runner.setup()
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError):  # Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await web.SockSite(runner, listener, shutdown_timeout=10).start()
        tell(door.address())
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def _command(words: Sequence[str]) -> str:
    """Return the shell's line that starts the program as this one was started.

    Its folder comes by the environment, never from where the command happens to be given.
    """
    here = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([here, known] if known else [here])
    return f"exec {shlex.join([sys.executable, '-P', '-m', 'workbench', *words])}"
