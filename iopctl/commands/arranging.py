"""What every command that arranges one session does: load, refuse what clashes, change the week file, show."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iopctl.commands.charts import load_charts
from iopctl.commands.options import today_in
from iopctl.console import Format, say, write

if TYPE_CHECKING:
    from tomlkit.toml_document import TOMLDocument

    from iopctl.model.program import Program
    from iopctl.model.week import Session, Week
    from iopctl.scheduling.against import Fact
    from iopctl.scheduling.days import Held
    from iopctl.scheduling.frame import Frame
    from iopctl.store import Loaded


@dataclass(frozen=True)
class Arranging:
    """One change of one week, from the charts as they are on file to what is shown of it."""

    loaded: "Loaded"
    today: date
    dry_run: bool
    form: Format

    @property
    def program(self) -> "Program":
        """The program itself."""
        return self.loaded.census.program

    def frame(self, week: "Week") -> "Frame":
        """The week with everything that may stand against a change of it."""
        from iopctl.scheduling.frame import Frame

        return Frame(self.loaded.census, self.loaded.packs, week.monday, self.today)

    def refuse(self, facts: "Collection[Fact]", what: str, week: "Week") -> None:
        """Raise Refused with every fact in one sentence."""
        from iopctl.errors import Refused
        from iopctl.store import shown

        if facts:
            against, file = "; ".join(fact.text for fact in facts), shown(self.loaded.root, week.file)
            raise Refused(f"{what}: {against}. Nothing was written; {file} can still be edited by hand.")

    def change(self, week: "Week", change: "Callable[[TOMLDocument], None]", session_id: str) -> "Held":
        """Change the week file, or show how; the session as it then is. Raises Refused."""
        from iopctl.commands.saving import settle
        from iopctl.model.week import Week
        from iopctl.scheduling.days import Held
        from iopctl.store import editing

        edit = editing.edit(self.loaded.root, week.file, Week, change)
        settle([edit], dry_run=self.dry_run, show_diff=say if self.form in {Format.JSON, Format.LINES} else write)
        after = editing.check_text(self.loaded.root, edit.file, edit.after, Week)
        index = [each.id for each in after.sessions].index(session_id)
        return Held(after, index, after.sessions[index])

    def replace(self, held: "Held", session: "Session") -> "Held":
        """Change what a session says about itself into what another says; every other line of the file stays."""
        from iopctl.store.sessions import replace_session

        return self.change(held.week, lambda week: replace_session(week, held.session, session), session.id)

    def show(
        self, held: "Held", patients: Collection[str], said: Sequence[str] = (), notes: Sequence[str] = ()
    ) -> None:
        """The session, and what the change does to the weeks of these patients."""
        from iopctl.console import show
        from iopctl.render.arranged import arranged_sheet
        from iopctl.scheduling.effects import effects

        census = self.loaded.census
        found = effects(census, census.with_week(held.week), self.loaded.packs, patients, held.session.date)
        show(arranged_sheet(self.program, held, found, said, notes), self.form)


def begin(plans: Path | None, as_of: date | None, *, dry_run: bool, form: Format) -> Arranging:
    """The charts and the day. Raises NotFound or UsageError."""
    loaded = load_charts(plans)
    return Arranging(loaded, today_in(loaded.census.program.time_zone, as_of), dry_run, form)


def known_room(program: "Program", room: str | None) -> None:
    """Raise NotFound unless the room, where one is named, is one of the program."""
    from iopctl.model.ids import known

    if room is not None:
        known(room, [each.id for each in program.rooms], "program.toml: no room of that id")
