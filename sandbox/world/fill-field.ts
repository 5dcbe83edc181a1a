import { createHash } from "node:crypto";
import type { Random } from "../senders/random";
import type { Field } from "./event-types";

/** A number that a double cannot hold, and one beyond 64 bits; written to the wire digit by digit. */
const LONG_NUMBERS = [9_007_199_254_740_993n, 12_345_678_901_234_567_890n, -9_007_199_254_740_995n] as const;

/** How Currents writes a field that a workspace redacts. */
export const REDACTED = "[REDACTED]";

/** An ordinary value of a property. */
export function ordinaryValue(random: Random, { name, kind }: Field): unknown {
  switch (kind) {
    case "bool":
      return random.fraction() < 0.5;
    case "int":
      return random.below(100_000);
    case "float":
      return random.below(100_000) / 100;
    case "list":
      return Array.from({ length: random.below(4) }, () => `${name}-${random.below(9)}`);
    case "object":
      return { plan: "team", seats: random.below(90), owner: { region: "eu" }, tags: ["a", "b"], note: null };
    case "text":
      return textOf(random, name);
  }
}

/** A value at the edges of what JSON carries: long numbers, lists of objects, texts beyond what Heap takes. */
export function largeValue(random: Random, field: Field): unknown {
  if (field.kind === "int") return random.pick(LONG_NUMBERS);
  if (field.kind === "object" || field.kind === "list") {
    return Array.from({ length: 1 + random.below(40) }, (_, place) => ({
      product_id: `SKU-${random.below(1_000)}`,
      price: random.below(10_000) / 100,
      order_id: random.pick(LONG_NUMBERS),
      ...(place % 3 === 0 ? { gift: { wrapped: true, note: null } } : {}),
    }));
  }
  if (field.kind === "text") return `${textOf(random, field.name)} 😀`.repeat(1 + random.below(200));
  return ordinaryValue(random, field);
}

/** The SHA-256 of a text in hexadecimal digits: how Currents sends an id that a workspace hashes. */
export function hashed(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function textOf(random: Random, name: string): string {
  if (name.includes("email")) return `person${random.below(10_000)}@example.com`;
  if (name.includes("phone")) return `+1555${String(random.below(10_000_000)).padStart(7, "0")}`;
  if (name.includes("url")) return `https://example.com/${random.hex(6)}?ref=mail`;
  if (name === "machine_open") return "false";
  if (name.endsWith("_id") || name.endsWith("token")) return random.hex(24);
  return `${name.replaceAll("_", " ")} ${random.below(50)}`;
}
