"""The link for a phone, and its QR code."""

from __future__ import annotations

import io
import socket
from urllib.parse import urlencode

import segno
from markupsafe import Markup

from endrange.web.config import LOCAL_HOSTS, ServeConfig
from endrange.web.safety import TOKEN_FIELD


def phone_link(config: ServeConfig) -> str | None:
    """The address for a phone with the token in it; None where only this machine can ask."""
    if config.token is None:
        return None
    address = next((host for host in sorted(config.hosts) if host[0].isdigit() and host not in LOCAL_HOSTS), None)
    host = address or next((host for host in sorted(config.hosts) if host not in LOCAL_HOSTS), "127.0.0.1")
    return f"http://{host}:{config.port}/?{urlencode({TOKEN_FIELD: config.token})}"


def qr_svg(link: str) -> Markup:
    """The code as SVG for a page."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=6, border=4, svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(out.getvalue().decode("utf-8"))


def qr_text(link: str) -> str:
    """The code for a terminal, two modules a character."""
    out = io.StringIO()
    segno.make(link, error="l").terminal(out, border=2, compact=True)
    return out.getvalue()


def lan_hosts() -> frozenset[str]:
    """Addresses and name of this machine on its network; nothing is sent to find them."""
    name = socket.gethostname()
    found = {name.lower(), f"{name.lower()}.local"}
    try:
        found |= {str(info[4][0]) for info in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        found.discard("")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only makes the system choose its own address.
            probe.connect(("192.0.2.1", 9))
            found.add(str(probe.getsockname()[0]))
        except OSError:
            found.discard("")
    return frozenset(host for host in found if host and not host.startswith("127."))
