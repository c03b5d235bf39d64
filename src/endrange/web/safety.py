"""Who may ask, and what a browser may do with the answer.

Threats and answers: another web page in the user's browser that sends requests here (Origin and Sec-Fetch-Site are
checked on everything), DNS rebinding (Host is checked), others on the local network (token, compared in constant
time, then a cookie that scripts cannot read), a clip or name that carries script (escaping, content security policy,
nosniff), a request that is too large (short bodies everywhere but at the upload, which streams under its own limit).
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from endrange.web.config import ServeConfig
from endrange.web.words import TEXT

COOKIE: Final = "endrange"
TOKEN_FIELD: Final = "t"
_COOKIE_AGE_S: Final = 180 * 24 * 3600

#: Longest body of a request that is no upload.
MAX_FORM_BYTES: Final = 64 * 1024

UPLOAD_PATH: Final = "/clips"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

#: Drawings of the report carry style attributes; pages that show them allow those, and no style sheet of a stranger.
DRAWN_POLICY: Final = POLICY.format(styles="; style-src-attr 'unsafe-inline'")
PLAIN_POLICY: Final = POLICY.format(styles="")

_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=(), payment=(), usb=()",
}

_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})


class Safety:
    """Lets through what may ask, and dresses every answer."""

    def __init__(self, app: ASGIApp, config: ServeConfig) -> None:
        self._app = app
        self._config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        dressed = _dressed(send)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, dressed)
            return
        if scope["path"] != UPLOAD_PATH:
            receive = _short(receive)
        await self._app(scope, receive, dressed)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if not self._known_host(headers.get("host", "")):
            return PlainTextResponse(TEXT["wrong_host"], 421)
        if scope["method"] not in {*_SAFE_METHODS, "POST"}:
            return PlainTextResponse(TEXT["bad_request"], 405)
        if _is_foreign(scope, headers):
            return PlainTextResponse(TEXT["foreign"], 403)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 18:
            return PlainTextResponse(TEXT["bad_request"], 400)
        if scope["path"] != UPLOAD_PATH and int(length) > MAX_FORM_BYTES:
            return PlainTextResponse(TEXT["form_too_large"], 413)
        return self._without_token(scope, headers)

    def _known_host(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            return parts.hostname in self._config.hosts and (parts.port is None or parts.port > 0)
        except ValueError:
            return False

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        """None where the token is known; a redirect that sets the cookie where it stands in the address."""
        token = self._config.token
        if token is None or _same(_cookie(headers), token):
            return None
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == TOKEN_FIELD), "")
        if scope["method"] not in _SAFE_METHODS or not _same(given, token):
            return PlainTextResponse(TEXT["no_token"], 401)
        rest = urlencode([(name, value) for name, value in query if name != TOKEN_FIELD])
        response = RedirectResponse("/" + scope["path"].lstrip("/\\") + (f"?{rest}" if rest else ""), 303)
        response.set_cookie(COOKIE, token, max_age=_COOKIE_AGE_S, httponly=True, samesite="strict", path="/")
        return response


def _is_foreign(scope: Scope, headers: Headers) -> bool:
    """Whether another site's page makes the browser ask."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if scope["method"] in _SAFE_METHODS:
        return site not in (None, "same-origin", "none") and headers.get("sec-fetch-mode") != "navigate"
    if origin is not None:
        return origin != f"{scope['scheme']}://{headers.get('host', '')}"
    return site not in (None, "same-origin", "none")


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode("utf-8"))


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _dressed(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", PLAIN_POLICY)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending


def _short(receive: Receive) -> Receive:
    """A body that ends, as if cut off, where it grows beyond what any form needs."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MAX_FORM_BYTES:
                return {"type": "http.disconnect"}
        return message

    return receiving
