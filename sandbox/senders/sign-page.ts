import { createHmac } from "node:crypto";

/** The `Heap-Hash` header: base64 HMAC-SHA256 over the millisecond time stamp and the body, joined without a separator. */
export function signPage(secret: string, body: string, timestampMs: number): string {
  const hmac = createHmac("sha256", secret).update(`${timestampMs}${body}`).digest("base64");
  return `ts:${timestampMs},hmac:${hmac}`;
}
