"""The only module that starts threads: questions to the database, and work that changes it.

Reads run side by side, each on a connection of its own; a newer question of a group interrupts
the older one and makes its answer stale. Writes run one at a time.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.message_pump import MessagePump

from db import Database, DatabaseProblem
from workbench.services.progress import Cancelled, Progress
from workbench.tui.messages import Answer, Failed, JobProgress, Request, Stopped
from workbench.tui.session import Session

if TYPE_CHECKING:
    import sqlite3

    from textual.app import App

    from db.journal import Stamp

T = TypeVar("T")

STEPS = 50_000
"""Steps of SQLite's machine (about a millisecond) between two looks for a newer question."""

UNSPOKEN = (
    "Något gick fel i programmet. Ingenting av det som pågick är sparat. Försök igen; händer det "
    "på nytt, lämna raden nedan till den som sköter programmet."
)


class Job:
    """Work that changes the database: where it is, and whether the user has said stop."""

    def __init__(self, title: str, request: Request) -> None:
        self.title = title
        self.request = request
        self.listener: MessagePump | None = None
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; what it has not stored is rolled back."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """True when the user has said stop."""
        return self._stop.is_set()

    def progress(self) -> Progress:
        """Return what the services report to."""
        return Progress(self._report, self._stop.is_set)

    def _report(self, what: str, done: int, total: int) -> None:
        if self.listener is not None:
            self.listener.post_message(JobProgress(what, done, total))


class Desk:
    """Hands out questions and jobs; answers arrive as messages to whoever asked."""

    def __init__(self, app: App[None], session: Session) -> None:
        self._app = app
        self._session = session
        self._numbers: dict[str, int] = {}
        self._reading: dict[str, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        """Held while a look is journaled, never on the app's own thread: it may have to wait."""
        self.job: Job | None = None

    def ask(
        self,
        target: MessagePump,
        group: str,
        question: Callable[[sqlite3.Connection], T],
        answer: Callable[[Request, T], Answer],
    ) -> Request:
        """Ask the database in a thread; the answer goes to ``target`` unless asked anew."""
        request = self._next(group)
        look = self._look(group)

        def work() -> None:
            try:
                found = self._read(request, question)
                look()
            except Exception as error:  # noqa: BLE001 - the worker's border: becomes a dialog
                if self.is_current(request):
                    target.post_message(failure(request, error))
            else:
                if self.is_current(request):
                    target.post_message(answer(request, found))

        self._app.run_worker(
            work, group=group, exclusive=True, thread=True, exit_on_error=False, name=group
        )
        return request

    def perform(
        self,
        target: MessagePump,
        title: str,
        task: Callable[[Database, Stamp, Progress], T],
        answer: Callable[[Request, T], Answer],
    ) -> Job | None:
        """Do work that changes the database; None when other work is still going on."""
        if self.job is not None:
            return None
        job = self.job = Job(title, self._next("job"))
        stamp, path = self._session.stamp(), self._session.path
        look = self._look(title)

        def work() -> None:
            message: Answer
            try:
                with closing(Database(path)) as database:
                    database.aktor = stamp.aktor
                    done = task(database, stamp, job.progress())
                look()
                message = answer(job.request, done)
            except Cancelled:
                message = Stopped(job.request)
            except Exception as error:  # noqa: BLE001 - the worker's border: becomes a dialog
                message = failure(job.request, error)
            target.post_message(message)

        self._app.run_worker(work, group="job", thread=True, exit_on_error=False, name=title)
        return job

    def finish(self, request: Request) -> None:
        """Note that a job's answer has been taken care of."""
        if self.job is not None and self.job.request == request:
            self.job = None

    def is_current(self, request: Request) -> bool:
        """Tell whether nobody has asked the same group anything newer."""
        return self._numbers.get(request.group) == request.number

    def drop(self, group: str) -> None:
        """Make what is under way in a group stale."""
        self._next(group)

    def _next(self, group: str) -> Request:
        with self._lock:
            number = self._numbers[group] = self._numbers.get(group, 0) + 1
            older = self._reading.get(group)
            if older is not None:
                older.interrupt()
        return Request(group, number)

    def _look(self, group: str) -> Callable[[], None]:
        """Return what journals the protected people that an answer is about to show.

        Once for each screen and month, and again for people not told of there before.
        """
        session = self._session
        viewers, showing, month = session.handed(), session.showing, session.month
        if not viewers or showing is None:
            return lambda: None
        stamp, where = session.stamp(), group.partition(".")[0]

        def look() -> None:
            from workbench.domain.time import iso_month
            from workbench.services.viewing import looked

            seen = set[int]().union(*(viewer.seen for viewer in viewers))
            with self._looking:
                told = showing.told.get((where, month))
                new = seen - (told or set())
                if told is not None and not new:
                    return
                with closing(Database(session.path)) as database:
                    database.aktor = stamp.aktor
                    text = "" if month is None else iso_month(month)
                    looked(database, stamp, showing.skal, where, text, new)
                showing.told[where, month] = (told or set()) | new

        return look

    def _read(self, request: Request, question: Callable[[sqlite3.Connection], T]) -> T:
        with closing(Database(self._session.path).new_reader()) as connection:
            with self._lock:
                self._reading[request.group] = connection
            # An interrupt that comes between two statements is lost: the next one looks by itself.
            connection.set_progress_handler(lambda: not self.is_current(request), STEPS)
            try:
                from workbench.domain.roller import Ratt
                from workbench.services import roles

                roles.need(connection, self._session.aktor, Ratt.LASA)
                return question(connection)
            finally:
                with self._lock:
                    if self._reading.get(request.group) is connection:
                        del self._reading[request.group]


def spoken() -> tuple[type[Exception], ...]:
    """Return the exceptions whose own text is Swedish and meant for the user.

    Imported when something fails: the rules behind them would delay the first paint by 50 ms.
    """
    from workbench.law.parameters import RateMissing
    from workbench.services.bank_answers import AnswerRefused
    from workbench.services.errors import Refused
    from workbench.services.files import NotWritten
    from workbench.services.heads import BrokenChain, NotAHead
    from workbench.services.reviewing import UnknownFinding
    from workbench.services.revision_kontroll import BadArchive
    from workbench.services.viewing import NotAllowed

    return (
        DatabaseProblem,
        Refused,
        RateMissing,
        UnknownFinding,
        NotAllowed,
        NotWritten,
        AnswerRefused,
        BadArchive,
        BrokenChain,
        NotAHead,
    )


def failure(request: Request, error: Exception) -> Failed:
    """Return what to tell the user of an exception, and what to tell support."""
    text = str(error) if isinstance(error, spoken()) else UNSPOKEN
    return Failed(request, text, support_line(error))


def support_line(error: Exception) -> str:
    """Return the kind of an error and where it arose: no data of any person."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(
        f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames[:-4:-1]
    )
    return f"{type(error).__name__} {where}".strip()
