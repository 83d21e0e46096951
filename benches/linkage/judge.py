"""How clusters compare with the truth: a second, separate count beside `kith link --truth`."""

import csv
from collections import Counter, defaultdict
from pathlib import Path


def column(path: Path, key: str, value: str) -> dict[str, str]:
    with path.open(newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def pairs(sizes) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def judge(clusters: Path, truth: Path, dyads: Path | None = None) -> dict[str, float]:
    """Pair and B-cubed F1, and where the truth says it: twins merged, mothers with infants, dyads, surname changes."""
    cluster = column(clusters, "record_id", "cluster_id")
    person = column(truth / "truth.csv", "record_id", "entity_id")
    shared = Counter((cluster[record], person[record]) for record in cluster)
    found, there = Counter(cluster.values()), Counter(person[record] for record in cluster)
    right = pairs(shared.values())
    of_found, of_there = right / max(pairs(found.values()), 1), right / max(pairs(there.values()), 1)
    precision = sum(n * n / found[c] for (c, _), n in shared.items()) / len(cluster)
    recall = sum(n * n / there[p] for (_, p), n in shared.items()) / len(cluster)
    scores = {
        "pair precision": of_found,
        "pair recall": of_there,
        "pair F1": f1(of_found, of_there),
        "B-cubed F1": f1(precision, recall),
    }
    clusters_of = defaultdict(set)
    for c, p in shared:
        clusters_of[p].add(c)
    if (truth / "twins.csv").exists():
        with (truth / "twins.csv").open(newline="") as file:
            twins = [(row["entity_id_a"], row["entity_id_b"]) for row in csv.DictReader(file)]
        scores["twin pairs merged"] = sum(bool(clusters_of[a] & clusters_of[b]) for a, b in twins) / max(len(twins), 1)
    role = column(truth / "truth.csv", "record_id", "role")
    roles = defaultdict(set)
    for record, c in cluster.items():
        roles[c].add(role[record])
    several = [c for c, n in found.items() if n > 1]
    both = sum(roles[c] >= {"mother", "infant"} for c in several)
    scores["mother and infant together, in 10,000"] = 1e4 * both / max(len(several), 1)
    if (truth / "surnames.csv").exists():
        epoch = column(truth / "surnames.csv", "record_id", "epoch")
        known = [record for record in epoch if record in cluster]

        def within(key):
            return pairs(Counter(map(key, known)).values())

        together = within(lambda r: (cluster[r], person[r])) - within(lambda r: (cluster[r], person[r], epoch[r]))
        every = within(lambda r: person[r]) - within(lambda r: (person[r], epoch[r]))
        scores["surname-change recall"] = together / max(every, 1)
    if dyads and (truth / "dyads_truth.csv").exists():
        most = {}
        for (c, p), n in shared.items():
            most[c] = max(most.get(c, (0, "")), (n, p))
        with dyads.open(newline="") as file:
            ours = {
                tuple(most.get(row[side], (0, row[side]))[1] for side in ("infant_cluster_id", "mother_cluster_id"))
                for row in csv.DictReader(file)
            }
        with (truth / "dyads_truth.csv").open(newline="") as file:
            real = {(row["infant_entity_id"], row["mother_entity_id"]) for row in csv.DictReader(file)}
        good = len(ours & real)
        scores["dyad F1"] = f1(good / max(len(ours), 1), good / max(len(real), 1))
    return scores


if __name__ == "__main__":
    import sys

    arguments = [Path(argument) for argument in sys.argv[1:]]
    for what, score in judge(*arguments).items():
        print(f"{what:<40} {score:.4f}")
