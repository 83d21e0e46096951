// Latency of pages at a fixed rate: `node pages.mjs ADDRESS [REQUESTS_A_SECOND] [SECONDS]`, over a running `kith demo`.
// Requests leave on time whether or not earlier ones have come back, and latency counts from when they were due.
import { Client, quantile } from "./http.mjs";

const [address, rate = "200", seconds = "30"] = process.argv.slice(2);
const coordinator = await new Client(address).signIn("coordinator");
const worker = await new Client(address).signIn("outreach");
const list = await coordinator.request("GET", "/worklist");
const people = [...list.text.matchAll(/href="(\/people\/\d+)"/g)].map((m) => m[1]);
const paths = [
  [coordinator, () => "/scorecard"], [coordinator, () => "/measures/wcv_3by120"], [coordinator, () => "/worklist"],
  [worker, () => "/today"], [coordinator, (i) => people[i % people.length]],
];
for (const [client, path] of paths) await client.request("GET", path(0));

const all = Number(rate) * Number(seconds);
const times = new Map();
let failed = 0;
const pending = [];
const start = performance.now();
for (let i = 0; i < all; i += 1) {
  const due = start + (i * 1000) / Number(rate);
  const wait = due - performance.now();
  if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  const [client, path] = paths[i % paths.length];
  const kind = path(i).replace(/\d+$/, "N");
  pending.push(client.request("GET", path(i)).then((answer) => {
    if (answer.status !== 200) failed += 1;
    if (!times.has(kind)) times.set(kind, []);
    times.get(kind).push(performance.now() - due);
  }));
}
await Promise.all(pending);
const every = [];
for (const [kind, list] of [...times].sort()) {
  list.sort((a, b) => a - b);
  every.push(...list);
  console.log(`${kind.padEnd(24)} p50 ${quantile(list, 0.5).toFixed(1).padStart(6)} ms  p95 ${quantile(list, 0.95).toFixed(1).padStart(6)} ms`);
}
every.sort((a, b) => a - b);
console.log(`${"every page".padEnd(24)} p50 ${quantile(every, 0.5).toFixed(1).padStart(6)} ms  p95 ${quantile(every, 0.95).toFixed(1).padStart(6)} ms  (limit 50)  ${all} requests, ${failed} failed`);
process.exit(0);
