// Several `kith serve` over one PostgreSQL: `node serves.mjs KITH DATABASE_URL [SECONDS] [CLIENTS]`, over a database that
// `kith demo --database … --no-serve` filled, on this machine. One, two and three servers in turn answer the same mix (nine
// pages and one write in ten; of ten writes nine are contacts, and one is a visit, after which numbers move) as fast as
// CLIENTS ask. Prints requests a second, waiting times, and the processor's
// time of a request in Kith and in PostgreSQL, which is what grows with people. What is written through one server must be
// seen through the next at once, or it fails.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { Client, quantile } from "./http.mjs";

const [kith, database, seconds = "20", clients = "8"] = process.argv.slice(2);
const root = mkdtempSync(path.join(os.tmpdir(), "kith-serves-"));
const running = [];
const stop = () => { running.forEach(({ child }) => child.kill("SIGTERM")); rmSync(root, { recursive: true, force: true }); };
process.on("exit", stop);
process.on("SIGINT", () => process.exit(130));

const serve = (n) => new Promise((resolve, reject) => {
  const args = ["serve", "--data-dir", path.join(root, `d${n}`), "--listen", "127.0.0.1:0"];
  const child = spawn(kith, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, KITH_DATABASE: database } });
  running.push({ child });
  child.once("exit", (code) => reject(new Error(`a server ended with ${code}`)));
  const lines = readline.createInterface({ input: child.stdout });
  lines.on("line", (line) => { const found = line.match(/http:\/\/[\d.]+:\d+/); if (found) resolve({ pid: child.pid, address: found[0] }); });
});

// Processor time of a process so far, its waited-for children too, in milliseconds.
const cpu = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
};
const postgres = () => readdirSync("/proc").filter((n) => /^\d+$/.test(n)).reduce((sum, pid) => {
  try { return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres" ? sum + cpu(pid) : sum; } catch { return sum; }
}, 0);

const servers = [await serve(1), await serve(2), await serve(3)];
const first = await new Client(servers[0].address).signIn("coordinator");
const list = (await first.request("GET", "/worklist")).text;
const people = [...new Set([...list.matchAll(/action="(\/people\/\d+)\/visit"/g)].map((m) => m[1]))];
const today = list.match(/name="on" value="(\d{4}-\d{2}-\d{2})"/)[1];
const reads = ["/scorecard", "/worklist", "/today", "/measures/wcv_3by120", "PERSON", "PERSON", "/worklist", "/today", "PERSON"];

// What one server writes, the next one shows.
const csrf = list.match(/name="csrf" value="([^"]+)"/)[1];
const others = await Promise.all(servers.slice(1).map(({ address }) => { const c = new Client(address); c.cookie = first.cookie; return c; }));
const contact = { csrf, channel: "call", outcome: "reached", on: today, back: "/worklist" };
const before = (await first.request("GET", people[0])).text.length;
const written = await first.request("POST", `${people[0]}/contact`, contact);
if (written.status >= 400) throw new Error(`a contact: ${written.status}`);
for (const [n, other] of others.entries()) {
  const { status, text } = await other.request("GET", people[0]);
  if (status !== 200) throw new Error(`server ${n + 2} does not know the session of server 1: ${status}`);
  if (text.length <= before) throw new Error(`server ${n + 2} does not show what server 1 wrote`);
}

// Each visit once: one person on one day.
const day = (n) => new Date(Date.parse(today) - n * 86_400_000).toISOString().slice(0, 10);
const visits = { at: 0, left: [0, 1, 2, 3].flatMap((n) => people.map((person) => [`${person}/visit`, { csrf, on: day(n) }])) };

console.log(`${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, ${clients} clients, ${seconds} s each`);
for (let count = 1; count <= servers.length; count += 1) {
  const used = servers.slice(0, count);
  const signedIn = await Promise.all(Array.from({ length: Number(clients) }, async (_, i) => {
    const client = new Client(used[i % count].address, 1);
    client.cookie = first.cookie;
    return client;
  }));
  const [kithBefore, postgresBefore] = [used.reduce((s, u) => s + cpu(u.pid), 0), postgres()];
  const times = { read: [], write: [] };
  let failed = 0;
  let first_failure;
  const start = performance.now();
  const until = start + Number(seconds) * 1000;
  await Promise.all(signedIn.map(async (client, who) => {
    for (let i = who; performance.now() < until; i += 1) {
      const person = people[(i * 7 + who) % people.length];
      const writes = i % 10 === 9;
      const begin = performance.now();
      const answer = writes && (visits.at % 10 !== 0 || !visits.left.length)
        ? (visits.at += 1, await client.request("POST", `${person}/contact`, contact))
        : writes
        ? (visits.at += 1, await client.request("POST", ...visits.left.pop()))
        : await client.request("GET", reads[i % reads.length].replace("PERSON", person));
      times[writes ? "write" : "read"].push(performance.now() - begin);
      if (answer.status >= 400) { failed += 1; first_failure ??= `${answer.status} ${answer.text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").slice(0, 300)}`; }
    }
  }));
  const took = (performance.now() - start) / 1000;
  const all = times.read.length + times.write.length;
  for (const list of Object.values(times)) list.sort((a, b) => a - b);
  const each = (spent) => (spent / all).toFixed(1);
  const [inKith, inPostgres] = [used.reduce((s, u) => s + cpu(u.pid), 0) - kithBefore, postgres() - postgresBefore];
  const of = (list) => `p50 ${quantile(list, 0.5).toFixed(0)} ms, p95 ${quantile(list, 0.95).toFixed(0)} ms`;
  console.log(`${count} server${count > 1 ? "s" : " "}: ${(all / took).toFixed(0).padStart(5)} requests/s; pages ${of(times.read)}; writes ${of(times.write)}; `
    + `CPU ms a request: Kith ${each(inKith)}, PostgreSQL ${each(inPostgres)}; ${all} requests, ${failed} failed${first_failure ? `: ${first_failure}` : ""}`);
}
process.exit(0);
