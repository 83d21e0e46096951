// One lake, measured by this process and by one, two and three workers in turn:
// `node cluster.mjs KITH LAKE [ROUNDS] [PROGRAMME]`. Each round runs every way once, so that a busy machine is busy for all.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";

const [kith, lake, rounds = "3", programme = "three-by-120"] = process.argv.slice(2);
const dir = mkdtempSync(path.join(os.tmpdir(), "kith-cluster-"));
const secret = path.join(dir, "secret");
writeFileSync(secret, "only-for-a-benchmark-on-one-machine", { mode: 0o600 });
const running = [];
const stop = () => { running.forEach((child) => child.kill("SIGTERM")); rmSync(dir, { recursive: true, force: true }); };
process.on("exit", stop);
process.on("SIGINT", () => process.exit(130));

const worker = () => new Promise((resolve, reject) => {
  const args = ["worker", "--listen", "127.0.0.1:0", "--secret-file", secret, "--lake", lake];
  const child = spawn(kith, args, { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  child.once("exit", (code) => reject(new Error(`a worker ended with ${code}`)));
  readline.createInterface({ input: child.stdout }).once("line", resolve);
});

const run = (urls) => {
  const args = ["measure", "run", "--lake", lake, "--programme", programme, "--period", "2000-01-01/2100-01-01",
    "--as-of", "2026-06-30", "--format", "json"];
  if (urls.length > 0) args.push("--workers", urls.join(","), "--secret-file", secret);
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(kith, args, { encoding: "utf8", maxBuffer: 1 << 30, timeout: 900_000 });
  if (status !== 0) throw new Error(stderr);
  return { took: (performance.now() - start) / 1000, rows: stdout };
};

const urls = [await worker(), await worker(), await worker()];
const ways = [0, 1, 2, 3].map((n) => ({ workers: n, took: [] }));
const expected = run([]).rows;
for (let round = 0; round < Number(rounds); round += 1) {
  for (const way of ways) {
    const { took, rows } = run(urls.slice(0, way.workers));
    if (rows !== expected) throw new Error(`${way.workers} workers gave other rows`);
    way.took.push(took);
  }
}
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const here = median(ways[0].took);
console.log(`${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, ${rounds} rounds, equal rows each time`);
for (const { workers, took } of ways) {
  const name = workers === 0 ? "this process" : `${workers} worker${workers > 1 ? "s" : ""}`;
  console.log(`${name.padEnd(13)} ${median(took).toFixed(2).padStart(7)} s   ${(median(took) / here).toFixed(2)} of this process`);
}
process.exit(0);
