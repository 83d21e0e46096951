// From recording a visit to the news of the moved numbers: `node live.mjs ADDRESS [VISITS]`, over a running `kith demo`.
import http from "node:http";
import { Client, quantile } from "./http.mjs";

const [address, visits = "20"] = process.argv.slice(2);
const client = await new Client(address).signIn("coordinator");
let heard = () => {};
const url = new URL("/events", address);
http.get({ host: url.hostname, port: url.port, path: url.pathname, headers: { cookie: client.cookie } }, (stream) => {
  stream.on("data", (chunk) => { if (/^event: *published/m.test(chunk.toString())) heard(); });
});
await new Promise((resolve) => setTimeout(resolve, 500));
const page = (await client.request("GET", "/worklist")).text;
const csrf = page.match(/name="csrf" value="([^"]+)"/)[1];
const people = [...new Set([...page.matchAll(/action="(\/people\/\d+)\/visit"/g)].map((m) => m[1]))];
const today = page.match(/name="on" value="(\d{4}-\d{2}-\d{2})"/)[1];
const times = [];
for (let i = 0; i < Math.min(Number(visits), people.length); i += 1) {
  const published = new Promise((resolve) => { heard = resolve; });
  const start = performance.now();
  const answer = await client.request("POST", `${people[i]}/visit`, { csrf, on: today });
  if (answer.status >= 400) continue;
  await Promise.race([published, new Promise((_, reject) => setTimeout(() => reject(new Error("no news in 20 s")), 20_000))]);
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(`${times.length} visits: p50 ${quantile(times, 0.5).toFixed(0)} ms, worst ${times.at(-1).toFixed(0)} ms (limit 5000)`);
process.exit(0);
