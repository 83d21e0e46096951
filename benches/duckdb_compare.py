#!/usr/bin/env python3
"""Runs the statements of the measures on DuckDB, over the Parquet files that Kith ran them on.

First `cargo bench -p kith-measures --bench million`, which prints the folder. Then, with `pip install duckdb`:

    python3 benches/duckdb_compare.py FOLDER [--threads 2] [--repeat 3]

Prints both times and their ratio for each measure, and fails if the counts differ.
"""

import argparse
import json
import pathlib
import sys
import time

import duckdb

STATUSES = ["met", "not_met", "excluded", "pending", "unknown"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()

    kith = json.loads((options.folder / "kith.json").read_text())
    database = duckdb.connect(config={"threads": options.threads})
    database.execute("create schema lake")
    for table in sorted(options.folder.glob("lake/*/")):
        database.execute(f"create view lake.{table.name} as select * from read_parquet('{table}/*.parquet')")

    print(f"DuckDB {duckdb.__version__}, {options.threads} threads, {kith['dyads']} dyads")
    differ = False
    totals = [0.0, 0.0]
    for path in sorted(options.folder.glob("*.sql")):
        measure = path.stem
        sql = path.read_text()
        times = []
        for _ in range(options.repeat):
            begin = time.perf_counter()
            database.execute(f"create or replace temp table result as {sql}")
            times.append(time.perf_counter() - begin)
        found = dict(database.execute("select status, count(*) from result group by status").fetchall())
        ours = kith[measure]
        same = all(found.get(status, 0) == ours[status] for status in STATUSES)
        differ |= not same
        totals[0] += ours["seconds"]
        totals[1] += min(times)
        ratio = ours["seconds"] / min(times)
        verdict = "same counts" if same else f"COUNTS DIFFER: {found} against {ours}"
        print(f"{measure}: kith {ours['seconds']:.2f} s, DuckDB {min(times):.2f} s, ratio {ratio:.2f}, {verdict}")
    print(f"together: kith {totals[0]:.2f} s, DuckDB {totals[1]:.2f} s, ratio {totals[0] / totals[1]:.2f}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
