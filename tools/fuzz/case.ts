/**
 * What is attacked: the two addresses that Braze and Heap post to, the rest of HTTP, HTTP itself, and the two addresses
 * again with what costs most, and with many connections at once; then floods of connections by strangers, and what
 * members of the team can read that costs most.
 */
export const PARTS = ["currents", "heap", "api", "wire", "cost", "crowd", "flood", "reads"] as const;
export type PartName = (typeof PARTS)[number];

/**
 * One hostile request and the answers that are correct, decided by how the request was made and not by the code under
 * test.
 */
export interface FuzzCase {
  part: PartName;
  /** How it was made, in a few words, to report a surprise. */
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Every status that is right. */
  expected: readonly number[];
  /** What the body of an answer must look like. */
  shape: "sender" | "api" | "any";
  /** Of a Currents request that is accepted: the source it belongs to, and what must reach Heap. */
  batch?: { sourceId: string; digest: string; events: number; goodIds: string[] };
  /** Of a request that is measured: the same again, as one that was not sent before. */
  another?: () => FuzzCase;
}

/** What came back; null when the connection was closed without an answer. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Something that must never happen, with everything needed to repeat it. */
export interface Surprise {
  part: PartName;
  name: string;
  seed: number;
  index: number;
  problem: string;
  request: string;
}

/** Signs of code in an answer: file names, statements, stack frames. */
const LEAKS =
  /node_modules|\.tsx?:\d|\n\s+at |\bSELECT\b.*\bFROM\b|graphile|PrismaClient|postgres(ql)?:\/\//i;

const ERROR_STATUSES: Record<string, number[]> = {
  invalid: [400, 413],
  unauthenticated: [401],
  forbidden: [403],
  not_found: [404],
  conflict: [409],
  limit_reached: [409],
  unavailable: [503],
};

/** What is wrong with an answer, in words; null when it is as expected. */
export function judge(sent: FuzzCase, answer: Answer | null): string | null {
  if (!answer) return "no answer";
  if (answer.status >= 500 && !sent.expected.includes(answer.status))
    return `answered ${answer.status}: ${answer.body.slice(0, 200)}`;
  if (!sent.expected.includes(answer.status)) {
    return `answered ${answer.status}, not ${sent.expected.join(" or ")}: ${answer.body.slice(0, 200)}`;
  }
  if (sent.shape !== "any" && LEAKS.test(answer.body)) return `shows code: ${answer.body.slice(0, 300)}`;
  return sent.shape === "any" ? null : judgeShape(sent.shape, answer);
}

function judgeShape(shape: "sender" | "api", { status, body }: Answer): string | null {
  // Next's own answers have no body: to a method that a route lacks, from its router, to a header that is too long.
  if (body === "" && [204, 307, 405, 431].includes(status)) return null;
  // An accepted batch is answered without a body.
  if (body === "" && shape === "sender" && status === 200) return null;
  const parsed = parse(body);
  if (!parsed) return `answered ${status} with something other than a JSON object: ${body.slice(0, 200)}`;
  if (status < 400) return null;

  if (shape === "sender") {
    return typeof parsed.error === "string" ? null : `an error without a message: ${body.slice(0, 200)}`;
  }
  const { code, message } = (parsed.error ?? {}) as { code?: unknown; message?: unknown };
  const isKnown = typeof code === "string" && ERROR_STATUSES[code]?.includes(status);
  return isKnown && typeof message === "string" ? null : `not the one error shape: ${body.slice(0, 200)}`;
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
