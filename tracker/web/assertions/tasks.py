"""What would settle the number of independent sources: each question, and where it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from tracker.domain.open_questions import About, Question
from tracker.domain.records import CaseGraph
from tracker.domain.scales import SourceLinkKind

MOST_TASKS = 12


@dataclass(frozen=True, slots=True)
class Task:
    """Something to find out, what follows from it if anything does, and the ways to record the answer."""

    words: str
    then: str
    deeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ids:
    """The public ids of what a task can lead to, by label."""

    statements: Mapping[str, str]
    sources: Mapping[str, str]


def sources_asked_about(graph: CaseGraph, questions: Iterable[Question]) -> set[str]:
    """The sources whose pages the tasks lead to, by label."""
    found: set[str] = set()
    for question in questions:
        match question.about:
            case About.IDENTITY:
                found.add(graph.statements[question.labels[0]].source)
            case About.ONE_VOICE | About.IN_STEP | About.AT_ODDS:
                found.update(question.labels)
            case About.KNOWLEDGE | About.RELAY:
                pass
    return found


def tasks_of(graph: CaseGraph, questions: Iterable[Question], ids: Ids) -> list[Task]:
    """The questions as tasks, in their order."""
    return [Task(f"Find out {each.asked}.", each.then, _deeds(graph, each, ids)) for each in questions]


def _deeds(graph: CaseGraph, question: Question, ids: Ids) -> tuple[tuple[str, str], ...]:
    first, last = question.labels[0], question.labels[-1]
    match question.about:
        case About.IDENTITY:
            source = ids.sources[graph.statements[first].source]
            return (
                ("Say who it is", url_for("sources.correct", public_id=source)),
                ("It is a source already recorded", url_for("sources.merge", public_id=source)),
                _how_they_know(first, ids),
            )
        case About.KNOWLEDGE:
            repeats = url_for("statements.relay", public_id=ids.statements[first])
            return (_how_they_know(first, ids), ("Say whom it repeats", repeats))
        case About.RELAY:
            way = url_for("statements.show", public_id=ids.statements[first], _anchor="way")
            return ((f"See what {first} repeats", way),)
        case About.ONE_VOICE:
            return tuple(
                (words, url_for("sources.link", public_id=ids.sources[first], kind=kind.value, to=last))
                for words, kind in (
                    ("They are different", SourceLinkKind.DIFFERENT_FROM),
                    ("They are the same", SourceLinkKind.SAME_AS),
                )
            )
        case About.IN_STEP | About.AT_ODDS:
            link = url_for("sources.show", public_id=ids.sources[first], _anchor="links")
            return (("See how they are linked", link),)


def _how_they_know(label: str, ids: Ids) -> tuple[str, str]:
    return ("Say how they know", url_for("statements.correct", public_id=ids.statements[label]))
