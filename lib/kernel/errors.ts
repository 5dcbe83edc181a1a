/** What went wrong, by the code in the JSON API's answer (`error.code`). */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "limit_reached"
  | "unavailable";

/**
 * For `instanceof` of a class of errors. Next bundles a module more than once, and what all bundles share, such as a queue,
 * throws the class of the bundle that made it: the same name, and another class.
 */
export function isErrorNamed(name: string, err: unknown): boolean {
  return err instanceof Error && err.name === name;
}

/** An error that a caller can act on: its message is safe to show and says what to do. */
export class TributaryError extends Error {
  override readonly name = "TributaryError";

  static override [Symbol.hasInstance](err: unknown): boolean {
    return isErrorNamed("TributaryError", err);
  }

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
  }
}

/**
 * What a vendor's answer means to us.
 * - `refused`: the content is wrong (400); sending the same again cannot help
 * - `unauthorized`: the credentials are wrong (401, 403)
 * - `not_found`: the address is wrong (404)
 * - `locked`: the resource is busy (423)
 * - `throttled`: too many calls (429)
 * - `unavailable`: the vendor's fault (408, 5xx)
 * - `no_answer`: no connection, a dropped one, or no answer in time; whether the call took effect is unknown
 * - `unexpected`: an answer that the vendor documents nowhere
 */
export type VendorErrorKind =
  | "refused"
  | "unauthorized"
  | "not_found"
  | "locked"
  | "throttled"
  | "unavailable"
  | "no_answer"
  | "unexpected";

export interface VendorErrorFields {
  vendor: "braze" | "heap";
  kind: VendorErrorKind;
  /** HTTP status, or null when there was no answer. */
  status: number | null;
  /** The vendor's own message: secrets removed, at most 500 characters. */
  words: string;
  /** How long the vendor asked us to wait, if it did. */
  retryAfterSeconds: number | null;
  /** A more precise meaning, decided by the gateway (such as which credential Braze refused). */
  reason?: string;
}

/** A vendor did not accept a call. `retriable` says whether the same call may succeed later. */
export class VendorError extends Error {
  override readonly name = "VendorError";

  static override [Symbol.hasInstance](err: unknown): boolean {
    return isErrorNamed("VendorError", err);
  }

  readonly vendor: VendorErrorFields["vendor"];
  readonly kind: VendorErrorKind;
  readonly status: number | null;
  readonly words: string;
  readonly retryAfterSeconds: number | null;
  readonly reason: string | undefined;

  constructor(fields: VendorErrorFields) {
    super(`${fields.vendor} ${fields.kind}${fields.status ? ` (${fields.status})` : ""}: ${fields.words}`);
    this.vendor = fields.vendor;
    this.kind = fields.kind;
    this.status = fields.status;
    this.words = fields.words;
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.reason = fields.reason;
  }

  get retriable(): boolean {
    return ["locked", "throttled", "unavailable", "no_answer"].includes(this.kind);
  }
}
