// Each statistics command over 10,000 rows, from the command to its answer: `node statistics.mjs KITH [TIMES]`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [kith, times = "5"] = process.argv.slice(2);
const limit = 50;
const rows = 10_000;
const folder = mkdtempSync(join(tmpdir(), "kith-statistics-"));

// Numbers that look random and are the same on each run.
let state = 7;
const below = (n) => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return Math.floor(state / 65_536) % n; };
const table = (name, header, row, count = rows) => {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, [header, ...Array.from({ length: count }, (_, i) => row(i).join(","))].join("\n") + "\n");
  return file;
};

const series = table("series", "name,value", (i) => [i, 100 + below(40)]);
const shares = table("shares", "site,events,denominator", (i) => [`s${i}`, 20 + below(40), 100 + below(60)]);
const halves = table("halves", "period,group,events,denominator", (i) =>
  [i % 2 ? "2025" : "2024", i % 4 < 2 ? "a" : "b", 20 + below(40), 100 + below(60)]);
const groups = table("groups", "group,events,denominator", (i) => [`g${i % 50}`, 20 + below(40), 100 + below(60)]);
const months = table("months", "time,events,denominator", (i) => [i, 40 + below(40), 900 + below(200)]);

const commands = [
  ["spc", series],
  ["funnel", shares],
  ["rate", shares],
  ["gap", halves, "--reference", "a"],
  ["inequality", groups, "--better", "lower"],
  ["impact", months, "--at", "7000"],
  // Hiding cells is a search: as many cells as a table on paper has.
  ["suppress", table("few", "site,group,count", (i) => [`s${Math.floor(i / 10)}`, `g${i % 10}`, below(60)], 200), "--preset", "cms"],
];
for (const command of commands) {
  const taken = [];
  try {
    for (let i = 0; i < Number(times); i += 1) {
      const start = performance.now();
      execFileSync(kith, command, { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 });
      taken.push(performance.now() - start);
    }
    taken.sort((a, b) => a - b);
    const median = taken[Math.floor(taken.length / 2)];
    console.log(`kith ${command[0]}: median ${median.toFixed(0)} ms (limit ${limit}), ${(median / limit).toFixed(2)} of it`);
  } catch (error) {
    console.log(`kith ${command[0]}: ${String(error.stderr ?? error).trim().split("\n").slice(0, 3).join(" | ")}`);
  }
}
rmSync(folder, { recursive: true });
