"""The command line: the second way in, with the same rules and the same messages as the pages."""

from __future__ import annotations

from typing import Any, NoReturn

import click

import tracker
from tracker.cli import acting
from tracker.cli.analysing import analyse
from tracker.cli.database import database
from tracker.cli.demonstration import demo
from tracker.cli.importing import import_file
from tracker.cli.proposing import propose_statements
from tracker.cli.reporting import report
from tracker.cli.serving import MakeApp, serve
from tracker.cli.setup import init
from tracker.cli.tracing import trace
from tracker.cli.users import user
from tracker.cli.what_if import what_if
from tracker.config import ConfigurationError
from tracker.domain.errors import DomainError


class _Commands(click.Group):
    """What is refused on purpose is told in its own sentence, with exit code 1 and no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(error.message) from None
        except ConfigurationError as error:
            raise click.ClickException(str(error)) from None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"{acting.RULE}\n\nExit codes: 0 done, 1 refused (a sentence says why), 2 not a valid command.",
)
@click.version_option(tracker.__version__, prog_name="tracker")
def commands() -> None:
    """Trace any assertion to its origin, see how many independent lines really carry it, and hand over a
    report in which every sentence can be checked.

    Everything is kept in the folder “instance” below the current one, or in the one that TRACKER_INSTANCE
    names. Begin with “tracker demo” to look around, or with “tracker init” to work.
    """


for command in (
    demo, init, serve, user, import_file, propose_statements, trace, what_if, analyse, report, database,
):  # fmt: skip
    commands.add_command(command)


def main(create_app: MakeApp) -> NoReturn:
    """Run the command that was typed; `create_app` makes the application for those that serve."""
    commands.main(prog_name="tracker", obj=create_app)
