"""Runs the application, and says where it is."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from endrange.domain.errors import MachineError
from endrange.web.config import DEFAULT_PORT, LOCAL_HOSTS, ServeConfig, default_data, kept_token


@dataclass(frozen=True)
class Address:
    """Where the server is: for this machine, and for a phone."""

    here: str
    phone: str | None
    code: str | None


def configure(data: Path | None = None, port: int = DEFAULT_PORT, *, lan: bool = False) -> ServeConfig:
    """The configuration of a server; on the network it needs a token."""
    from endrange.web.qr import lan_hosts

    folder = (data if data is not None else default_data()).resolve()
    if not lan:
        return ServeConfig(folder, port)
    return ServeConfig(folder, port, token=kept_token(folder), hosts=LOCAL_HOSTS | lan_hosts())


def address_of(config: ServeConfig) -> Address:
    """Links to the server."""
    from endrange.web.qr import phone_link, qr_text

    link = phone_link(config)
    if link is None:
        return Address(f"http://127.0.0.1:{config.port}/", None, None)
    return Address(f"http://127.0.0.1:{config.port}/?t={config.token}", link, qr_text(link))


def serve(config: ServeConfig, on_ready: Callable[[Address], None]) -> None:
    """Serve until stopped.

    Raises
    ------
    MachineError
        When the port is taken.
    OutputError
        When the data folder cannot be used.
    """
    import uvicorn

    from endrange.web.app import create_app

    host = "127.0.0.1" if config.token is None else "0.0.0.0"
    _check_port(host, config.port)
    app = create_app(config)
    app.state.store.prepare()
    on_ready(address_of(config))
    # The access log would hold the token of the first request.
    uvicorn.run(app, host=host, port=config.port, log_level="warning", access_log=False, server_header=False,
                timeout_graceful_shutdown=2)  # fmt: skip


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise MachineError(f"Port {port} is taken; choose another one with --port.") from error
