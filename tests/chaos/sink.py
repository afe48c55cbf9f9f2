"""A mail server in a process of its own. What it has answered for stands in its log, and nothing else counts.

`python -m tests.chaos.sink FOLDER [RATE SEED]` prints its port. Every mail it keeps is a line of FOLDER/log: time,
recipient, Message-ID, SHA-256 of the bytes; the bytes are in FOLDER/mails under that name. With a RATE it misbehaves
that often, by SEED, recipient and attempt; a recipient refused for good is a line too.
"""

import asyncio
import hashlib
import json
import random
import sys
import time
from asyncio import StreamReader, StreamWriter
from collections import Counter
from pathlib import Path

FAULTS = (
    "put off the recipient",
    "put off the mail",
    "refuse for good",
    "drop before storing",
    "drop after storing",
    "hang before storing",
    "hang after storing",
)
HANGS = 4.0  # longer than senders wait in `tests.chaos.stage`
PLAIN = {b"EHLO": "250 sink", b"HELO": "250 sink", b"MAIL": "250 OK", b"RSET": "250 OK", b"NOOP": "250 OK"}


class Sink:
    def __init__(self, folder: Path, rate: float, seed: int) -> None:
        self._mails, self._rate, self._seed = folder / "mails", rate, seed
        self._mails.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "log").open("a", buffering=1)
        self._attempts: Counter[str] = Counter()

    async def talk(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a sender that died in the middle of a sentence
        finally:
            writer.transport.abort()

    async def _converse(self, reader: StreamReader, writer: StreamWriter) -> None:
        recipient, fault = "", ""
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                writer.write(b"221 Bye\r\n")
                return await writer.drain()
            if verb == b"RCPT":
                recipient = line.partition(b"<")[2].partition(b">")[0].decode()
                fault = self._fault(recipient)
                answer = self._about_recipient(recipient, fault)
            elif verb == b"DATA":
                answer = await self._take(recipient, fault, reader, writer)
            else:
                answer = PLAIN.get(verb, "502 What?")
            if not answer:
                return None
            writer.write(f"{answer}\r\n".encode())
            await writer.drain()
        return None

    def _fault(self, recipient: str) -> str:
        self._attempts[recipient] += 1
        chance = random.Random(f"{self._seed} {recipient} {self._attempts[recipient]}")
        return chance.choice(FAULTS) if chance.random() < self._rate else ""

    def _about_recipient(self, recipient: str, fault: str) -> str:
        if fault == "put off the recipient":
            return "450 4.2.1 Later, please"
        if fault == "refuse for good":
            self._note(refused=recipient)
            return "550 5.1.1 Nobody here has this name"
        return "250 OK"

    async def _take(self, recipient: str, fault: str, reader: StreamReader, writer: StreamWriter) -> str:
        """The answer to a mail, or none for a connection that breaks."""
        writer.write(b"354 Go on\r\n")
        await writer.drain()
        content = (await reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        if fault == "put off the mail":
            return "451 4.3.0 Later, please"
        if fault in ("", "drop after storing", "hang after storing"):
            self._store(recipient, content)
        if fault.startswith("hang"):
            await asyncio.sleep(HANGS)
        return "" if fault.startswith(("drop", "hang")) else "250 Kept"

    def _store(self, recipient: str, content: bytes) -> None:
        name = hashlib.sha256(content).hexdigest()
        (self._mails / name).write_bytes(content)
        head = content.partition(b"\r\n\r\n")[0]
        message_id = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        self._note(to=recipient, id=message_id.partition(b":")[2].strip().decode(), bytes=name)

    def _note(self, **words: str) -> None:
        self._log.write(json.dumps({"at": time.time(), **words}) + "\n")


async def serve(folder: Path, rate: float, seed: int) -> None:
    sink = Sink(folder, rate, seed)
    server = await asyncio.start_server(sink.talk, "127.0.0.1", 0, limit=2**24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    place, *rest = sys.argv[1:]
    asyncio.run(serve(Path(place), float(rest[0]) if rest else 0.0, int(rest[1]) if rest else 0))
