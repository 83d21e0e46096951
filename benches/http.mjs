// A keep-alive client over a running Kith, signed in.
import http from "node:http";

export class Client {
  constructor(address, sockets = 32) {
    this.url = new URL(address);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: sockets });
    this.cookie = "";
  }

  request(method, path, form) {
    const body = form && new URLSearchParams(form).toString();
    const headers = { cookie: this.cookie, ...(body && { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) }) };
    return new Promise((resolve, reject) => {
      const request = http.request({ agent: this.agent, host: this.url.hostname, port: this.url.port, method, path, headers }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  async signIn(login, password = "kith-demo-password") {
    const answer = await this.request("POST", "/sign-in", { login, password, next: "/today" });
    const cookie = answer.headers["set-cookie"]?.find((c) => c.startsWith("kith_session="));
    if (!cookie) throw new Error(`signing in as ${login}: ${answer.status}`);
    this.cookie = cookie.split(";")[0];
    return this;
  }
}

export function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}
