"""What holds for all commands: help for each, and what is not a command at all."""

from __future__ import annotations

import click
import pytest

import tracker
from tracker.cli import commands


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += every_command(command, (*path, name))
    return found


def test_the_commands_are_these():
    assert {path[0] for path in every_command(commands)} == {
        "analyse", "db", "demo", "import", "init", "propose", "report", "serve", "trace", "user", "what-if",
    }  # fmt: skip


@pytest.mark.parametrize("path", every_command(commands), ids=" ".join)
def test_every_command_and_option_has_a_help_text(path, run):
    result = run(*path, "--help")
    assert result.exit_code == 0
    command: click.Command = commands
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_help_says_who_acts_and_what_exit_codes_mean(run):
    words = " ".join(run("--help").output.split())
    assert "Who acts:" in words
    assert "Exit codes:" in words


def test_the_version_is_told(run):
    assert tracker.__version__ in run("--version").output


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("trace",), ("serve", "--port", "70000"), ("demo", "--port", "x"), ("db", "dance")],
)
def test_what_is_not_a_command_has_exit_code_2(arguments, instance, run):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.output
