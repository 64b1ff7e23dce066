"""The practice web: a resolver and an HTTP server inside the run's own network that answer for every host.

There is no internet in the jail; without this no networking lesson could run. It lives in its own process, started at
the first question, under another user than the learner's, and reports each host it answered for.
"""

import asyncio
import hashlib
import json
import os
import resource
import socket
import ssl
import struct
import urllib.parse
from typing import Any

import kernel
from certificates import Authority
from syscalls import Filter

UID = 1001
ADDRESS = "198.18.0.1"  # of the network for benchmarks, RFC 2544: no real host lives there
_NO_SUCH_HOST = (".invalid", ".test", ".local", ".localhost")
_MAX_DELAY_S = 10.0
_MAX_BODY = 1 << 20
_MAX_HEADER = 16 * 1024
_REASONS = {200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 418: "I'm a teapot", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
_PEOPLE = ("Ada", "Barbara", "Edsger", "Grace", "Guido", "Katherine", "Leslie", "Margaret", "Radia", "Tony")
_WORDS = "await yields the loop a turn while other tasks wait for their sockets".split()


def listen() -> dict[str, socket.socket]:
    """Bound ahead by the spare, so that starting the web later costs the run nothing."""
    sockets = {"dns": socket.socket(socket.AF_INET, socket.SOCK_DGRAM)}
    sockets["dns"].bind(("127.0.0.1", 53))
    for name, port in (("http", 80), ("https", 443)):
        sockets[name] = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sockets[name].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sockets[name].bind((ADDRESS, port))
        sockets[name].listen(256)
    return sockets


def serve(sockets: dict[str, socket.socket], report: int, authority: Authority, leaf_key: str, seccomp: Filter) -> None:
    """Runs the web until it is killed. Host names go to the descriptor `report`, one a line."""
    os.setgroups([])
    os.setresgid(UID, UID, UID)
    os.setresuid(UID, UID, UID)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    kernel.no_new_privileges()
    seccomp.load()
    web = _Web(report, authority, leaf_key)
    asyncio.run(web.serve(sockets))


class _Web:
    def __init__(self, report: int, authority: Authority, leaf_key: str) -> None:
        self._report = report
        self._authority = authority
        self._leaf_key = leaf_key
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._hosts: set[str] = set()

    async def serve(self, sockets: dict[str, socket.socket]) -> None:
        for s in sockets.values():
            s.setblocking(False)
        context = self._context("practice.invalid")
        context.sni_callback = self._choose
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Resolver(self), sock=sockets["dns"])
        await asyncio.start_server(self._connection, sock=sockets["http"], limit=_MAX_HEADER, backlog=256)
        await asyncio.start_server(self._connection, sock=sockets["https"], limit=_MAX_HEADER, ssl=context, backlog=256)
        await asyncio.Event().wait()

    def answered(self, host: str) -> None:
        host = host.lower().rstrip(".")
        if host not in self._hosts and len(self._hosts) < 100:
            self._hosts.add(host)
            os.write(self._report, host.encode("ascii", "replace")[:253] + b"\n")

    def _choose(self, connection: ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> None:
        if host:
            connection.context = self._context(host)

    def _context(self, host: str) -> ssl.SSLContext:
        context = self._contexts.get(host)
        if context is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            with open(os.memfd_create("certificate"), "wb") as file:  # the ssl module only reads files
                file.write((self._leaf_key + self._authority.for_host(host)).encode())
                file.flush()
                context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")
            self._contexts[host] = context
        return context

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            scheme = "https" if writer.get_extra_info("ssl_object") else "http"
            while await self._exchange(reader, writer, scheme):
                pass
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str) -> bool:
        """One request and its answer; False when the connection is to be closed."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        start, *lines = head.split("\r\n")
        method, target, version = start.split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await _read_body(reader, headers)
        host = headers.get("host", "").rsplit(":", 1)[0]
        if host:
            self.answered(host)
        status, kind, content, extra = await _answer(_Request(method, target, scheme, host, headers, body))
        keep = headers.get("connection", "").lower() != "close" and version.endswith("1.1")
        fields = {"Content-Type": kind, "Content-Length": str(len(content)), "Server": "practice-web", "Connection": "keep-alive" if keep else "close", **extra}
        answer = f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items())
        writer.write(answer.encode("latin-1", "replace") + b"\r\n" + (b"" if method == "HEAD" else content))
        await writer.drain()
        return keep


class _Request:
    def __init__(self, method: str, target: str, scheme: str, host: str, headers: dict[str, str], body: bytes) -> None:
        self.method, self.scheme, self.host, self.headers, self.body = method, scheme, host, headers, body
        split = urllib.parse.urlsplit(target)
        self.path = urllib.parse.unquote(split.path) or "/"
        self.query = dict(urllib.parse.parse_qsl(split.query))
        self.url = f"{scheme}://{host}{target}"

    def latency_s(self) -> float:
        """80–160 ms, the same for the same address every time."""
        digest = hashlib.sha256(f"{self.host}{self.path}".encode()).digest()
        return 0.080 + digest[0] / 255 * 0.080


_Answer = tuple[int, str, bytes, dict[str, str]]


async def _answer(request: _Request) -> _Answer:
    await asyncio.sleep(request.latency_s())
    parts = [part for part in request.path.split("/") if part]
    first, rest = (parts[0] if parts else ""), parts[1:]
    # httpbin's paths work on every host: lessons and pasted code use many mirrors of it.
    special = _HTTPBIN.get(first)
    if special is not None:
        return await special(request, rest)
    if first in ("posts", "todos", "users", "comments", "albums", "photos", "items", "products") or "api" in request.host or "json" in request.host or first == "api":
        return _placeholder(request, parts)
    return _page(request)


async def _delay(request: _Request, rest: list[str]) -> _Answer:
    await asyncio.sleep(min(_MAX_DELAY_S, float(rest[0]) if rest else 1.0))
    return _echo(request)


async def _echoed(request: _Request, rest: list[str]) -> _Answer:
    return _echo(request)


async def _status(request: _Request, rest: list[str]) -> _Answer:
    code = int(rest[0]) if rest and rest[0].isdigit() else 200
    return code if 100 <= code <= 599 else 400, "text/plain", b"", {}


async def _bytes(request: _Request, rest: list[str]) -> _Answer:
    size = min(_MAX_BODY, int(rest[0]) if rest and rest[0].isdigit() else 1024)
    return 200, "application/octet-stream", (hashlib.sha256(request.path.encode()).digest() * (size // 32 + 1))[:size], {}


async def _json_sample(request: _Request, rest: list[str]) -> _Answer:
    return _json({"slideshow": {"title": "Sample Slide Show", "author": "Yours Truly", "slides": [{"title": "Overview", "type": "all"}]}})


async def _headers(request: _Request, rest: list[str]) -> _Answer:
    return _json({"headers": request.headers})


async def _ip(request: _Request, rest: list[str]) -> _Answer:
    return _json({"origin": "198.18.0.2"})


async def _uuid(request: _Request, rest: list[str]) -> _Answer:
    digest = hashlib.sha256(os.urandom(8)).hexdigest()
    return _json({"uuid": "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))})


async def _user_agent(request: _Request, rest: list[str]) -> _Answer:
    return _json({"user-agent": request.headers.get("user-agent", "")})


async def _html(request: _Request, rest: list[str]) -> _Answer:
    return _page(request)


async def _redirect(request: _Request, rest: list[str]) -> _Answer:
    left = int(rest[0]) if rest and rest[0].isdigit() else 1
    return 302, "text/plain", b"", {"Location": f"/redirect/{left - 1}" if left > 1 else "/get"}


_HTTPBIN = {
    "delay": _delay,
    "get": _echoed,
    "post": _echoed,
    "put": _echoed,
    "patch": _echoed,
    "delete": _echoed,
    "anything": _echoed,
    "status": _status,
    "bytes": _bytes,
    "json": _json_sample,
    "headers": _headers,
    "ip": _ip,
    "uuid": _uuid,
    "user-agent": _user_agent,
    "html": _html,
    "redirect": _redirect,
}


def _echo(request: _Request) -> _Answer:
    text = request.body.decode("utf-8", "replace")
    try:
        parsed = json.loads(text) if text else None
    except ValueError:
        parsed = None
    is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    form = dict(urllib.parse.parse_qsl(text)) if is_form else {}
    return _json({"args": request.query, "data": "" if form else text, "form": form, "headers": request.headers, "json": parsed, "method": request.method, "origin": "198.18.0.2", "url": request.url})


def _placeholder(request: _Request, parts: list[str]) -> _Answer:
    """Made-up JSON of the shape that placeholder services give: a list, or one thing by its number."""
    if request.method in ("POST", "PUT", "PATCH"):
        try:
            sent = json.loads(request.body or b"{}")
        except ValueError:
            sent = {}
        return _json({"id": 101, **(sent if isinstance(sent, dict) else {})}, 201 if request.method == "POST" else 200)
    collection = next((part for part in reversed(parts) if not part.isdigit()), "items")
    if parts and parts[-1].isdigit():
        return _json(_thing(collection, int(parts[-1])))
    return _json([_thing(collection, number) for number in range(1, 101 if collection == "posts" else 11)])


def _thing(collection: str, number: int) -> dict[str, Any]:
    person = _PEOPLE[number % len(_PEOPLE)]
    title = " ".join(_WORDS[(number + i) % len(_WORDS)] for i in range(4))
    thing: dict[str, Any] = {"id": number, "userId": (number - 1) // 10 + 1, "title": title, "body": f"{title}.", "completed": number % 2 == 0}
    if collection == "users":
        thing |= {"name": person, "username": person.lower(), "email": f"{person.lower()}@example.com"}
    return thing


def _page(request: _Request) -> _Answer:
    title = "Example Domain" if request.host.endswith("example.com") else request.host or "practice web"
    paragraphs = "".join(f"<p>{' '.join(_WORDS)} ({i}).</p>\n" for i in range(1, 11))
    return 200, "text/html; charset=utf-8", (
        f"<!doctype html>\n<html><head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>This page was made by the practice web: there is no internet in the jail.</p>\n{paragraphs}"
        '<p><a href="/about">About</a> <a href="/contact">Contact</a></p>\n</body></html>\n'
    ).encode(), {}


def _json(value: object, status: int = 200) -> _Answer:
    return status, "application/json", json.dumps(value, indent=2).encode(), {}


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += (await reader.readexactly(min(size, _MAX_BODY)) + b"")[: _MAX_BODY - len(body)]
            await reader.readexactly(2)
        await reader.readline()
        return body
    return await reader.readexactly(min(int(headers.get("content-length", "0")), _MAX_BODY))


class _Resolver(asyncio.DatagramProtocol):
    """Answers A questions with the web's address; other kinds exist but are empty."""

    def __init__(self, web: _Web) -> None:
        self._web = web

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        try:
            answer = self._answer(data)
        except (IndexError, struct.error, UnicodeDecodeError):
            return
        self._transport.sendto(answer, address)  # type: ignore[attr-defined]

    def _answer(self, data: bytes) -> bytes:
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode("ascii"))
            at += data[at] + 1
        question = data[12 : at + 5]
        kind = struct.unpack("!H", data[at + 1 : at + 3])[0]
        host = ".".join(labels).lower()
        exists = len(labels) > 1 and not host.endswith(_NO_SUCH_HOST)
        is_address = exists and kind == 1
        flags = 0x8180 | (0 if exists else 3)
        header = data[:2] + struct.pack("!HHHHH", flags, 1, 1 if is_address else 0, 0, 0)
        record = struct.pack("!HHHIH", 0xC00C, 1, 1, 60, 4) + socket.inet_aton(ADDRESS) if is_address else b""
        if is_address:
            self._web.answered(host)
        return header + question + record
