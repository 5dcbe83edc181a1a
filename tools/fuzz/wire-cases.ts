import { connect } from "node:net";
import fc from "fast-check";
import { oddToken } from "./odd-tokens";
import type { Tenants } from "./tenants";

/** A request that no HTTP library would send, as pieces of bytes. */
export interface WireCase {
  name: string;
  pieces: Buffer[];
  /** Breaks off the connection after the last piece instead of waiting for the answer. */
  isAborted: boolean;
}

const ANSWER_TIMEOUT_SECONDS = 3;

/** Broken and aborted HTTP to the two addresses that accept bodies, and elsewhere. */
export function wireCase({ neighbour }: Tenants): fc.Arbitrary<WireCase> {
  const target = fc.oneof(
    fc.constantFrom(
      `/api/currents/${neighbour.source.token}`,
      `/api/heap/${neighbour.destination.token}`,
      "/api/v1/customers",
      "/api/auth/callback/credentials",
      "/sign-in",
    ),
    oddToken.map((token) => `/api/currents/${token}`),
    oddToken.map((token) => `/api/connect/${token}`),
    oddToken.map((token) => `/api/status/${token}/toggle`),
    fc.constantFrom(
      "*",
      "http://evil.example/api/v1/customers",
      "//evil.example",
      "/\u0000",
      "/é",
      "/a b",
      "/?\u007f",
      "",
      "/../../etc/passwd",
      "/api/currents/..%2f",
    ),
  );
  // Never an event that would be accepted: these requests leave nothing behind.
  const body = fc.constantFrom('{"events":[', "{}", "x".repeat(5_000), "");
  const headers = fc.constantFrom(
    "Content-Length: 5",
    "Content-Length: 100000",
    "Content-Length: 99999999999999999999",
    "Content-Length: -1",
    "Content-Length: 5\r\nContent-Length: 6",
    "Content-Length: 5\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding : chunked",
    "Expect: 100-continue\r\nContent-Length: 5",
    "Expect: x\r\nContent-Length: 5",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0",
    "Content-Length: 0\r\nX: a\u0000b",
    "Content-Length: 0\r\nX: é",
    "Content-Length: 0\r\n folded: x",
    "Content-Length: 0\r\nNo colon",
    `Content-Length: 0\r\nX: ${"x".repeat(100_000)}`,
    `Content-Length: 0\r\n${"X: y\r\n".repeat(3_000)}Z: z`,
    "Content-Length: 0\r\nHost: a\r\nHost: b",
    "Content-Length: 2\r\nContent-Encoding: gzip, gzip",
    "Content-Length: 0\r\nCookie: next-auth.session-token=%zz; x",
    "Content-Length: 0\r\nAuthorization: Bearer \t",
  );
  return fc
    .record({
      method: fc.constantFrom(
        "POST",
        "POST",
        "POST",
        "GET",
        "HEAD",
        "PUT",
        "DELETE",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "post",
        "G\u0000T",
        "",
      ),
      target,
      version: fc.constantFrom("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", ""),
      host: fc.constantFrom("Host: x\r\n", "Host: x\r\n", "", "Host: \r\n", "Host: evil.example:99999\r\n"),
      headers,
      body: fc.oneof(
        body,
        body.map((text) => `5\r\n{"eve\r\n${text.length.toString(16)}\r\n${text}`),
        fc.constantFrom("zz\r\nx\r\n", "ffffffffffffffff\r\nx", "5;x=y\r\nhello\r\n0\r\n\r\n"),
      ),
      cut: fc.double({ min: 0.05, max: 1, noNaN: true }),
      isCut: fc.boolean(),
      isAborted: fc.boolean(),
    })
    .map(({ method, target, version, host, headers, body, cut, isCut, isAborted }) => {
      const head = `${method} ${target} ${version}\r\n${host}${headers}\r\n\r\n`;
      const whole = Buffer.from(head + body, "utf8");
      const half = Math.max(1, Math.floor(whole.byteLength * cut));
      return {
        name: `${method} ${headers.slice(0, 40).replaceAll("\r\n", "|")}${isAborted ? ", aborted" : ""}`,
        pieces: isCut ? [whole.subarray(0, half)] : [whole.subarray(0, half), whole.subarray(half)],
        isAborted,
      };
    });
}

/**
 * Sends the pieces over their own connection.
 * @returns the status of the first answer; null when there was none in a few seconds, or the connection ended without
 */
export function exchange(url: string, { pieces, isAborted }: WireCase): Promise<number | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = "";
    const end = () => {
      socket.destroy();
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      resolve(status ? Number(status) : null);
    };
    socket.setTimeout(ANSWER_TIMEOUT_SECONDS * 1_000, end);
    socket.on("error", end);
    socket.on("close", end);
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (!/^HTTP\/1\.1 1\d\d/.test(answer)) end();
    });
    socket.on("connect", () => {
      for (const piece of pieces) socket.write(piece);
      if (isAborted) socket.end(end);
    });
  });
}

/**
 * Many requests that announce the largest body, send its first bytes, and wait.
 * @returns ends them
 */
export function announce(
  url: string,
  { token, bearerToken }: { token: string; bearerToken: string | null },
  count: number,
): () => void {
  const { hostname, port } = new URL(url);
  const authorization = bearerToken ? `Authorization: Bearer ${bearerToken}\r\n` : "";
  const head = `POST /api/currents/${token} HTTP/1.1\r\nHost: x\r\n${authorization}`;
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on("error", () => {});
    socket.write(`${head}Content-Length: 16000000\r\n\r\n{"events":[`);
    return socket;
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

/**
 * A request whose body drips in, one byte every half second, and never ends.
 * @returns the status the server answers when it has had enough, or null when it just ends the connection
 */
export function drip(url: string, path: string): { ended: Promise<number | null>; stop(): void } {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const dripping = setInterval(() => socket.write(" "), 500);
  let answer = "";
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n{`,
  );
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => {
    socket.on("close", () => {
      clearInterval(dripping);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      resolve(status ? Number(status) : null);
    });
  });
  return { ended, stop: () => socket.destroy() };
}
