#!/usr/bin/env python3
"""Kills a server with messages on their way, again and again, and counts what it had accepted.

The client is not ours: with `pip install hl7`,

    python3 benches/mllp_kill.py target/release/kith ../shared/data/hl7v2-messages [--messages 10000] [--kills 8]

Third-party messages of the folder go round and round among synthetic ones, each under a number of its own, over 16
connections that wait for each answer. The server is started on a data directory that is thrown away, killed at random
moments (SIGKILL) and started again; what was not answered is sent again, as senders do. In the end every message that
was answered with AA must stand in the ledger exactly once. It fails if one is missing or there twice.
"""

import argparse
import collections
import pathlib
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from hl7.client import MLLPClient, MLLPException

from mllp import message

CONNECTIONS = 16


def numbered(text: str, number: str) -> str:
    """The same message under another number: MSH-10."""
    head, _, rest = text.partition("\r")
    fields = head.split("|")
    fields[9] = number
    return "|".join(fields) + "\r" + rest


def examples(folder: pathlib.Path) -> list:
    texts = []
    for path in sorted(folder.rglob("*.hl7")):
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\r").replace("\n", "\r")
        if text.startswith("MSH|") and len(text.split("\r")[0].split("|")) > 10:
            texts.append(text.rstrip("\r") + "\r")
    return texts


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`kith serve` on one data directory, started and killed."""

    def __init__(self, binary: str, data: pathlib.Path):
        self.binary, self.data = binary, data
        senders = data.parent / "senders.toml"
        senders.write_text(
            "[[sender]]\nname = 'Examples'\nprocessing_ids = ['P', 'T', 'D']\nanswer = 'application'\n"
        )
        self.senders = senders

    def start(self) -> int:
        port = free_port()
        arguments = ["serve", "--data-dir", self.data, "--listen", "127.0.0.1:0", "--mllp", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(
            [self.binary, *arguments, "--hl7-senders", self.senders],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        begin = time.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return port
            except OSError:
                if time.monotonic() - begin > 60 or self.process.poll() is not None:
                    raise SystemExit("the server did not start")
                time.sleep(0.02)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def send(port: int, waiting: collections.deque, answers: dict):
    """Sends what waits until nothing does or the server is gone; what was not answered goes back."""
    try:
        with MLLPClient("127.0.0.1", port) as client:
            client.socket.settimeout(60)
            while waiting:
                number, text = waiting.popleft()
                try:
                    answer = client.send_message(text).decode()
                    answers[number] = answer.split("MSA|")[1].split("|")[0]
                except (OSError, IndexError, MLLPException):
                    waiting.append((number, text))
                    return
    except OSError:
        return
    except IndexError:
        return


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance = random.Random(options.seed)

    theirs = examples(options.folder)
    if not theirs:
        raise SystemExit(f"no HL7 v2 messages under {options.folder}")
    waiting = collections.deque()
    for n in range(options.messages):
        text = theirs[n // 2 % len(theirs)] if n % 2 else message("kill", n // 2)
        waiting.append((f"K{n}", numbered(text, f"K{n}")))

    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        server, answers, kills, busy = Server(options.binary, data), {}, 0, 0.0
        while waiting:
            port = server.start()
            begin = time.perf_counter()
            threads = [
                threading.Thread(target=send, args=(port, waiting, answers)) for _ in range(CONNECTIONS)
            ]
            for thread in threads:
                thread.start()
            if kills < options.kills:
                time.sleep(chance.uniform(0.1, 1.5))
                server.kill()
                kills += 1
            for thread in threads:
                thread.join()
            busy += time.perf_counter() - begin
            if kills >= options.kills and not waiting:
                server.kill()
        ledger = sqlite3.connect(f"file:{data / 'kith.sqlite3'}", uri=True)
        rows = ledger.execute("SELECT reference FROM source_record WHERE reference LIKE 'Hl7v2Message/%'")
        kept = collections.Counter(reference.rsplit("|", 1)[1] for (reference,) in rows)
        ledger.close()

    accepted = [number for number, code in answers.items() if code == "AA"]
    missing = [number for number in accepted if kept[number] == 0]
    twice = [number for number in accepted if kept[number] > 1]
    print(
        f"{len(answers)} messages answered {dict(collections.Counter(answers.values()))} in {busy:.1f} s with {kills} kills; "
        f"of {len(accepted)} accepted {len(missing)} are missing and {len(twice)} stand twice"
    )
    return 1 if missing or twice or len(answers) != options.messages else 0


if __name__ == "__main__":
    sys.exit(main())
