"""Serving the pages: the port, the server, and how it stops without cutting off a request."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.cli.db import require_current
from tracker.config import Settings, load_settings
from tracker.domain.errors import DomainError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MakeApp = Callable[[Settings], "WSGIApplication"]
F = TypeVar("F", bound=Callable[..., Any])
_THREADS = 8


def port_option(command: F) -> F:
    """The option that chooses the port."""
    return click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        help="Port to listen on; 0 takes any free one.",
    )(command)


@click.command(short_help="Serve the pages.")
@port_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.pass_obj
def serve(create_app: MakeApp, host: str, port: int) -> None:
    """Serve the pages until Ctrl-C or SIGTERM; requests that are being answered are finished first."""
    settings = load_settings()
    require_current(settings)
    with listening_socket(host, port) as listening:
        app = create_app(settings)
        click.echo(f"The tracker is ready: {address_of(listening)}")
        if not settings.https and not _only_here(listening):
            click.echo(
                "Others on the network can read what passes. Put a proxy that speaks HTTPS before it, and "
                "set TRACKER_HTTPS=1 and TRACKER_PROXIES=1.",
                err=True,
            )
        run(app, listening, settings)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; `DomainError` says why it cannot."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except socket.gaierror:
        raise DomainError(f"“{host}” is no address of this machine. Use 127.0.0.1.") from None
    except PermissionError:
        raise DomainError(f"You may not use port {port}. Choose one above 1023 with --port.") from None
    except OSError as error:
        raise DomainError(
            f"Port {port} of {host} cannot be used ({os.strerror(error.errno or 0)}). Stop whatever uses "
            "it, or choose another with --port; --port 0 takes any free one."
        ) from None


def address_of(listening: socket.socket) -> str:
    """The address a browser on this machine reaches the socket by."""
    host, port = listening.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def run(app: WSGIApplication, listening: socket.socket, settings: Settings) -> None:
    """Answer requests until told to stop."""
    import waitress

    # It would complain of every burst of requests that is larger than the number of threads.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=_THREADS,
        ident=None,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
    )
    # SystemExit, raised in its loop, makes the server finish what it is answering; SIGTERM alone would not.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()
    server.close()
    click.echo("Stopped.")


def _only_here(listening: socket.socket) -> bool:
    return ip_address(listening.getsockname()[0]).is_loopback
