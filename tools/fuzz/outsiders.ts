import { randomUUID } from "node:crypto";
import type { FuzzCase } from "./case";

/** Of the body of an invented link nothing may be read. */
const BODY_BYTES = 250_000;

/** What somebody without an account can send a lot of: to an invented link, to one status page, to ask how it is. */
export function outsiderCase(url: string, statusToken: string | null, index: number): FuzzCase {
  const look = { part: "crowd", method: "GET", headers: {}, body: Buffer.alloc(0) } as const;
  if (index % 3 === 1 && statusToken) {
    const path = `/api/status/${statusToken}`;
    return { ...look, name: "look at a status page", path, expected: [200, 409, 503], shape: "api" };
  }
  if (index % 3 === 2) return { ...look, name: "health", path: "/api/health", expected: [200], shape: "any" };
  return {
    part: "crowd",
    name: "body sent to an invented link",
    method: "POST",
    path: `/api/connect/${randomUUID()}`,
    headers: { origin: new URL(url).origin },
    body: Buffer.from(JSON.stringify({ restApiKey: "x".repeat(BODY_BYTES) })),
    // 409: too many tries from one network.
    expected: [404, 409, 503],
    shape: "api",
  };
}
