// The Runtime API over one connection that stays open.
import http from "node:http";

const PREFIX = "/2018-06-01/runtime/";

export class Api {
  constructor(address) {
    const [host, port] = address.split(":");
    this.host = host;
    this.port = Number(port);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  }

  request(method, path, headers) {
    return http.request({
      host: this.host,
      port: this.port,
      agent: this.agent,
      method,
      path: PREFIX + path,
      headers,
    });
  }

  /** Asks for the next invocation. */
  next() {
    return this.finish(this.request("GET", "invocation/next", {}));
  }

  post(path, headers, body) {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, "utf8");
    return this.finish(
      this.request("POST", path, {
        "Content-Type": "application/json",
        "Content-Length": bytes.length,
        ...headers,
      }),
      bytes,
    );
  }

  /** Sends the rest of a request and reads the answer. */
  finish(request, body) {
    return new Promise((resolve, reject) => {
      request.on("error", reject);
      request.on("response", (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(parts).toString("utf8"),
          }),
        );
      });
      request.end(body);
    });
  }
}
