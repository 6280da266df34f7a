from __future__ import annotations

import signal
import socket
from pathlib import Path
from textwrap import indent

import pytest

from tracker.importers import extract, sandbox


@pytest.fixture
def reader(monkeypatch, tmp_path):
    """Let a few lines of our own read the file in the worker's place for it; `found` is what they answer."""

    def become(lines: str, **limits: int) -> None:
        path = tmp_path / "standin_worker.py"
        path.write_text(
            "import os, socket, subprocess, sys, time\n"
            "from tracker.importers import worker\n"
            "from tracker.importers.extraction import Extraction, Modality\n"
            "class Reader:\n"
            "    def read(stream, kind, charset):\n"
            "        found = Extraction('text/html', Modality.TEXT, stream.read().decode(), 'standin')\n"
            f"{indent(lines, ' ' * 8)}\n"
            "        return found\n"
            "worker.import_module = lambda name: Reader\n"
            + "".join(f"worker.{name} = {value}\n" for name, value in limits.items())
            + "worker.main(*sys.argv[1:])\n"
        )
        monkeypatch.setattr(sandbox, "_WORKER", "standin_worker")
        monkeypatch.setattr(sandbox, "_IMPORTABLE", f"{sandbox._IMPORTABLE}:{tmp_path}")

    return become


PAGE = b"<p>Words</p>"


def test_the_answer_of_a_reader_comes_back(reader):
    reader("")
    assert extract(PAGE, "a.html").text == PAGE.decode()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("raise RuntimeError('x')", "could not be read"),
        ("os.abort()", "could not be read"),
        ("os._exit(0)", "could not be read"),
        ("sys.stdout.write('not json')", "could not be read"),
        ("hoard = bytearray(3 * 1024**3)", "needs more memory"),
        ("found = Extraction('text/html', Modality.TEXT, 'x' * 200_000_000, 'standin')", "could not be read"),
    ],
)
def test_a_reader_that_dies_is_an_answer_in_words(reader, refused, lines, said):
    reader(lines)
    message, field = refused(PAGE, "a.html")
    assert said in message
    assert field == "file"


def test_a_reader_that_sleeps_is_stopped(reader, refused, monkeypatch):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2)
    reader("time.sleep(15)")
    assert "took too long" in refused(PAGE, "a.html")[0]


def test_a_reader_that_computes_without_end_is_stopped(reader, refused, caplog):
    reader("while True: pass", _CPU_SECONDS=1)
    assert "took too long" in refused(PAGE, "a.html")[0]
    assert f"ended with {-signal.SIGXCPU}" in caplog.text  # by its own limit, not by the clock


@pytest.mark.parametrize(
    "lines",
    [
        "socket.create_connection(('127.0.0.1', {port}), timeout=1)",
        "subprocess.run(['true'])",
        "os.system('true')",
    ],
)
def test_a_reader_reaches_neither_network_nor_programs(reader, lines):
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        attempt = lines.format(port=canary.getsockname()[1])
        reader(
            f"try:\n    {attempt}\nexcept PermissionError:\n"
            "    found = Extraction('text/html', Modality.TEXT, 'was refused', 'standin')"
        )
        assert extract(PAGE, "a.html").text == "was refused"
        with pytest.raises(BlockingIOError):
            canary.accept()


def test_a_reader_gets_a_folder_of_its_own_and_nothing_of_our_environment(reader, monkeypatch):
    monkeypatch.setenv("TRACKER_SECRET", "x")
    reader("found = Extraction('text/html', Modality.TEXT, ' '.join([os.getcwd(), *os.environ]), 'standin')")
    folder, *names = extract(PAGE, "a.html").text.split()
    assert not Path(folder).exists()
    assert "TRACKER_SECRET" not in names
    assert "HOME" not in names


def test_a_refusal_by_the_parser_keeps_its_words_and_its_field(refused):
    assert refused(b"caf\xe9", "a.html", charset="utf-8")[1] == "charset"


def test_the_choice_of_a_character_set_reaches_the_parser():
    assert extract("<p>Ř</p>".encode("cp1250"), "a.html", charset="windows-1250").text == "Ř"


def test_the_words_survive_the_way_back():
    assert extract("<p>🙂 قال Å</p>".encode(), "a.html").text == "🙂 قال Å"
