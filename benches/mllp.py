#!/usr/bin/env python3
"""Sends HL7 v2 messages over MLLP with a client that is not ours, and counts the answers.

Start `kith serve --data-dir D --mllp 127.0.0.1:2575`, with an empty D. Then, with `pip install hl7`:

    python3 benches/mllp.py 127.0.0.1:2575 [--messages 10000] [--connections 1 8]

For each number of connections it sends admissions, updates, discharges and results of synthetic mothers and newborns,
every connection waiting for each answer, and prints the rate beside a thousand a second. It fails if a message is not
accepted.
"""

import argparse
import collections
import multiprocessing
import sys
import time

from hl7.client import MLLPClient

LIMIT = 1_000


def message(run: str, number: int) -> str:
    """One of a mother's and her newborn's five messages."""
    family, step = divmod(number, 5)
    mother, baby = f"M{run}{family}", f"B{run}{family}"
    name = f"TEST{family % 997}"
    pid = {
        "mother": f"PID|1||{mother}^^^MERCY^MR||{name}^ANN{family % 31}||1995{1 + family % 12:02}{1 + family % 28:02}|F"
        f"|||{family % 900} ELM ST^^TOWN^OK^74000^USA^H||^PRN^CP^^1^918^555{family % 10000:04}",
        "baby": f"PID|1||{baby}^^^MERCY^MR||{name}^BABYGIRL||202405050312-0500|F|||||||||||||{mother}^^^MERCY^MR",
    }
    kind, lines = [
        ("ADT^A01^ADT_A01", [pid["mother"], visit(mother, "I", "L", "20240504210000-0500")]),
        (
            "ADT^A01^ADT_A01",
            [
                pid["baby"],
                f"NK1|1|{name}^ANN{family % 31}|MTH^Mother^HL70063",
                visit(baby, "I", "N", "202405050312-0500"),
                "OBX|1|NM|8339-4^Birth weight^LN||3120|g^gram^UCUM|||||F",
            ],
        ),
        (
            "ORU^R01^ORU_R01",
            [
                pid["mother"],
                f"OBR|1||F{run}{family}^LAB|85354-9^Blood pressure panel^LN|||202405060900-0500",
                "OBX|1|NM|8480-6^Systolic^LN||142|mm[Hg]|||||F",
                "OBX|2|NM|8462-4^Diastolic^LN||91|mm[Hg]|||||F",
            ],
        ),
        (
            "ADT^A03^ADT_A03",
            [
                pid["mother"],
                visit(mother, "I", "L", "20240504210000-0500", "20240507110000-0500"),
                "DG1|1||O14.13^Severe pre-eclampsia, third trimester^I10|||F",
            ],
        ),
        ("ADT^A08^ADT_A01", [f"PID|1||{baby}^^^MERCY^MR||{name}^MIA", visit(baby, "I", "N", "202405050312-0500")]),
    ][step]
    at = f"202405{7 + step:02}101500-0500"
    head = f"MSH|^~\\&|ADT|MERCY|KITH|NET|{at}||{kind}|{run}-{number}|P|2.5.1||||||UNICODE UTF-8"
    return "\r".join([head, f"EVN||{at}", *lines]) + "\r"


def visit(who: str, cls: str, admission: str, begun: str, ended: str = "") -> str:
    fields = {2: cls, 3: "LD^1^A^MERCY", 4: admission, 19: f"V{who}^^^MERCY^VN", 44: begun, 45: ended}
    return "PV1|" + "|".join(fields.get(at, "") for at in range(1, 46))


def send(host: str, port: int, messages: list) -> collections.Counter:
    answers = collections.Counter()
    with MLLPClient(host, port) as client:
        for sent in messages:
            answer = client.send_message(sent).decode()
            code, _, number = answer.split("MSA|")[1].partition("|")
            known = number.split("|")[0].split("\r")[0] == sent.split("|")[9]
            answers[code if known else "another message's answer"] += 1
    return answers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8])
    options = parser.parse_args()
    host, _, port = options.address.rpartition(":")
    run = f"{int(time.time()) % 1_000_000:06}"

    failed = False
    for connections in options.connections:
        messages = [message(f"{run}{connections}", n) for n in range(options.messages)]
        # The messages of one family travel on one connection, in their order.
        shares = [[m for n, m in enumerate(messages) if n // 5 % connections == c] for c in range(connections)]
        begin = time.perf_counter()
        with multiprocessing.Pool(connections) as pool:
            answers = sum(pool.starmap(send, [(host, int(port), share) for share in shares]), collections.Counter())
        seconds = time.perf_counter() - begin
        rate = options.messages / seconds
        failed |= answers["AA"] != options.messages
        print(
            f"{connections} connections: {options.messages} messages in {seconds:.1f} s, {rate:.0f} a second, "
            f"{rate / LIMIT:.2f} of {LIMIT}; answers {dict(answers)}",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
