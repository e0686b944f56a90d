"""Every message between workers, widgets and screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence
    from pathlib import Path

    from db.backup import Examined
    from db.decisions import Round
    from db.payments import Event
    from db.settlements import RunSum
    from workbench.exports.bild import Bild
    from workbench.services.arbetstid import Period, Sokt
    from workbench.services.attest_sheet import Sheet
    from workbench.services.attesting import Attested
    from workbench.services.databas import Databas
    from workbench.services.gallring import Removal
    from workbench.services.importing import ImportResult
    from workbench.services.kravbevis import Bevis
    from workbench.services.kravgaldenar import Kandidat
    from workbench.services.kravhandling import Handling, Mojlig
    from workbench.services.kravhistorik import Handelse
    from workbench.services.kravlista import Kravrad
    from workbench.services.kravvy import Kravvy
    from workbench.services.overview import ImportedFile, MonthState, MonthView
    from workbench.services.payments_view import Payments
    from workbench.services.pictures_employers import EmployersPicture
    from workbench.services.reviewing import Effect, FindingDetail, FindingView, Summary
    from workbench.services.run_details import RunDifference
    from workbench.services.runs import RunView
    from workbench.services.sjukdagar import Days
    from workbench.services.sjukformular import Form
    from workbench.services.sjuklon import Arende
    from workbench.services.sjukregistrering import Checked, Problem
    from workbench.services.tasks import Task
    from workbench.services.tracing import Node
    from workbench.services.verifying_told import Said
    from workbench.tui.screens.revision_rows import Sida
    from workbench.tui.screens.underlag_pages import Sida as Page
    from workbench.tui.widgets.blocks import Blocks


class Request(NamedTuple):
    """A numbered question; an answer to an older number of its group is not shown."""

    group: str
    number: int


@dataclass
class Answer(Message):
    """What a worker has found out; goes to the screen that asked and no further."""

    request: Request

    bubble = False


@dataclass
class MonthLoaded(Answer):
    """The month and what it holds; ``view`` None when the database has no month at all."""

    view: MonthView | None


@dataclass
class MonthsListed(Answer):
    """The months to choose among."""

    months: tuple[MonthState, ...]


@dataclass
class FindingsBegun(Answer):
    """The first ids a filter gives, in list order; ``more`` when there may be others."""

    ids: array[int]
    more: bool


@dataclass
class FindingsListed(Answer):
    """The ids a filter gives, in list order, and where among them the cursor goes."""

    ids: array[int]
    cursor: int


@dataclass
class FindingsCounted(Answer):
    """How many findings the month has by code, severity and status."""

    rows: tuple[Summary, ...]


@dataclass
class BlockLoaded(Answer):
    """Rows of the list: for which ``blocks``, which numbers with their ids were wanted."""

    blocks: Blocks[FindingView]
    wanted: Sequence[tuple[int, list[int]]]
    rows: Sequence[FindingView]


@dataclass
class DetailLoaded(Answer):
    """One finding with everything."""

    detail: FindingDetail


@dataclass
class EffectLoaded(Answer):
    """What the chosen findings hold."""

    effect: Effect
    unseen: int
    """How many of them the filter doesn't show."""


@dataclass
class RoundsListed(Answer):
    """The rounds of decisions that can be undone."""

    rounds: tuple[Round, ...]


@dataclass
class FilesListed(Answer):
    """Earlier imported files."""

    files: tuple[ImportedFile, ...]


@dataclass
class RunLoaded(Answer):
    """A month's run as stored; ``view`` None when there is none. ``orsak`` is why it has to be
    computed anew, "" when nothing has changed."""

    view: RunView | None
    orsak: str = ""


@dataclass
class RunsListed(Answer):
    """A month's runs to choose among, latest first."""

    runs: tuple[RunSum, ...]


@dataclass
class DifferencesLoaded(Answer):
    """Why a brukare's month is not as it was attested, row by row."""

    rows: tuple[RunDifference, ...]


@dataclass
class SheetLoaded(Answer):
    """What an attestant has before him."""

    sheet: Sheet


@dataclass
class AnnulAsked(Answer):
    """The run that may be annulled, and why it may not; None when there is none."""

    run: RunSum | None
    hinder: str


@dataclass
class PaymentsLoaded(Answer):
    """The payments that match a filter."""

    payments: Payments


@dataclass
class EventsLoaded(Answer):
    """What has happened to a payment."""

    events: tuple[Event, ...]


@dataclass
class TraceLoaded(Answer):
    """Why a finding or a line is what it is, down to file and row."""

    node: Node


@dataclass
class PeriodLoaded(Answer):
    """An assistant's period; None when the finding it was asked for concerns no assistant."""

    period: Period | None


@dataclass
class Decided(Answer):
    """Findings have been moved."""

    antal: int
    status: str


@dataclass
class Undone(Answer):
    """A round has been undone."""

    antal: int


@dataclass
class Imported(Answer):
    """Files have been read, for real or as a preview."""

    result: ImportResult


@dataclass
class Settled(Answer):
    """A month has been settled, for real or as a preview."""

    view: RunView


@dataclass
class AttestDone(Answer):
    """A run has been attested."""

    attested: Attested


@dataclass
class AnnulDone(Answer):
    """A run has been annulled."""

    korning: int


@dataclass
class Exported(Answer):
    """A file has been written or read: what to say of it."""

    title: str
    text: str


@dataclass
class ClaimsLoaded(Answer):
    """The claims for sjuklön."""

    claims: tuple[Arende, ...]


@dataclass
class ClaimLoaded(Answer):
    """One claim, day by day."""

    days: Days


@dataclass
class ClaimDecided(Answer):
    """A claim has been granted, refused or asked more about."""

    status: str


@dataclass
class ClaimChecked(Answer):
    """The month of a claim has been computed anew."""

    month: int


@dataclass
class FormLoaded(Answer):
    """A stored claim as a form to correct."""

    form: Form


@dataclass
class FormChecked(Answer):
    """What is wrong with a form, and whom it names."""

    checked: Checked


@dataclass
class ClaimSaved(Answer):
    """A claim has been stored; or (``arende`` empty) what was wrong with it."""

    arende: str
    problem: tuple[Problem, ...]


@dataclass
class KravListed(Answer):
    """The claims (återkrav) that stand."""

    rader: tuple[Kravrad, ...]


@dataclass
class KravLoaded(Answer):
    """A claim with its case, and what has happened to it."""

    vy: Kravvy
    historik: tuple[Handelse, ...]
    handlingar: tuple[Handling, ...]


@dataclass
class MovesAsked(Answer):
    """The states that a claim can be moved to, each with what is in the way, and the day that is
    proposed to answer by ("" = none)."""

    moves: tuple[tuple[str, tuple[str, ...]], ...]
    svar: str


@dataclass
class DebtorsAsked(Answer):
    """Those whom a claim can be directed against."""

    kandidater: tuple[Kandidat, ...]


@dataclass
class KindsAsked(Answer):
    """The documents that a claim can have, with what is in their way."""

    mojliga: tuple[Mojlig, ...]


@dataclass
class LetterBegun(Answer):
    """A document has a draft, or has been fixed."""

    handling: Handling


@dataclass
class LetterLoaded(Answer):
    """A document as text, with the claim's sum in öre; of a draft also what is in the way of fixing
    it, and what to know."""

    text: str
    handling: Handling
    belopp: int
    hinder: tuple[str, ...]
    att_veta: tuple[str, ...]


@dataclass
class LetterText(Answer):
    """The free text of a draft, to edit."""

    text: str


@dataclass
class LetterSaved(Answer):
    """The free text of a draft as stored."""

    text: str


@dataclass
class PictureLoaded(Answer):
    """A picture to draw; None when there is no month or nobody to draw one of."""

    bild: Bild | None


@dataclass
class EmployersListed(Answer):
    """Every employer of the months that a picture shows."""

    picture: EmployersPicture


@dataclass
class AssistantsFound(Answer):
    """Assistants that a search has found."""

    found: Sokt


@dataclass
class TextLoaded(Answer):
    """A document as text."""

    text: str


@dataclass
class BevisAsked(Answer):
    """What is stored already that can be taken into a claim's assessment."""

    bevis: tuple[Bevis, ...]


@dataclass
class UndoAsked(Answer):
    """The step of a claim that would be taken back (None = there is none), and why it cannot."""

    krav: str
    steg: Handelse | None
    hinder: str


@dataclass
class HinderTold(Answer):
    """What stands in the way of what a form asks for; empty = nothing."""

    hinder: tuple[str, ...]


@dataclass
class Stored(Answer):
    """Something has been stored: what to say of it, and the form that asked for it."""

    text: str
    form: str = ""


@dataclass
class TasksLoaded(Answer):
    """The tasks that are asked for: open, handled or all."""

    tasks: tuple[Task, ...]


@dataclass
class TaskHandled(Answer):
    """A task is done, set aside or taken back."""

    task: Task
    what: str


@dataclass
class RevisionLoaded(Answer):
    """One of the auditor's lists."""

    sida: Sida


@dataclass
class SampleNoted(Answer):
    """The result of an item of a sample is noted."""

    text: str


@dataclass
class RowFound(Answer):
    """The place of the row that was searched for; None when there is none."""

    index: int | None


@dataclass
class TextCopied(Answer):
    """Rows as text for the clipboard, and how many they are."""

    text: str
    many: int


@dataclass
class ListWritten(Answer):
    """What to say of a list that has been written."""

    text: str


@dataclass
class UnderlagLoaded(Answer):
    """One of the lists of what months rest on."""

    sida: Page


@dataclass
class TrialDone(Answer):
    """What a month would be with another value: nothing is stored."""

    title: str
    text: str


@dataclass
class SampleDrawn(Answer):
    """A sample has been drawn."""

    number: int


@dataclass
class SampleTried(Answer):
    """A sample has been drawn once more; ``same`` tells whether it came out the same."""

    number: int
    same: bool


@dataclass
class DriftLoaded(Answer):
    """What the database is, and its copies."""

    databas: Databas


@dataclass
class CopyRead(Answer):
    """A copy that may be put in the database's place has been read through."""

    copy: Path
    key: str | None
    examined: Examined


@dataclass
class PutBack(Answer):
    """A copy lies in the database's place."""

    text: str


@dataclass
class Verified(Answer):
    """A database or an archive has been verified: which, and what was found."""

    what: str
    said: tuple[Said, ...]


@dataclass
class RemovalListed(Answer):
    """A year's list of what may be removed, or has been; ``text`` says where it was written."""

    removal: Removal
    text: str


@dataclass
class Failed(Answer):
    """A worker could not answer: text for the user and a line for support."""

    text: str
    support: str


@dataclass
class Stopped(Answer):
    """A worker was cancelled by the user."""


@dataclass
class JobProgress(Message):
    """Where long work is; a newer one may replace it in the queue."""

    what: str
    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Let a newer report take the place of an older one."""
        return isinstance(message, JobProgress)


@dataclass
class MonthChosen(Message):
    """Another month is the one worked with."""

    month: int


@dataclass
class ReviewWanted(Message):
    """Review one brukare, or everyone when ``brukare`` is None."""

    brukare: int | None
    namn: str = ""


@dataclass
class DatabaseReplaced(Message):
    """Another database lies where this one lay: nothing that has been read holds any more."""

    title: str
    text: str


@dataclass
class ClaimWanted(Message):
    """Open a claim for sjuklön."""

    arende: str
