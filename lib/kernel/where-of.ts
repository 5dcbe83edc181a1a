/** What a log may say about an error: what kind it is and where it happened. */
export interface Whereabouts {
  /** The error's class. */
  reason: string;
  /** Node's, PostgreSQL's or Prisma's code, such as `ECONNREFUSED`, `23505` or `P2002`, or one of `DRIVER_CODES`. */
  code?: string;
  /** By which Next names an error on the page that it shows instead. */
  digest?: string;
  stack?: string;
}

/**
 * Errors of `pg` and `pg-pool` that have no code, by their messages, which are always the same. Without one, a log would say of a
 * database that nobody could reach no more than "Error".
 */
export const DRIVER_CODES: ReadonlyMap<string, string> = new Map([
  ["timeout expired", "POOL_TIMEOUT"],
  ["timeout exceeded when trying to connect", "POOL_TIMEOUT"],
  ["Connection terminated due to connection timeout", "POOL_TIMEOUT"],
  ["Connection terminated unexpectedly", "CONNECTION_LOST"],
  ["Connection terminated", "CONNECTION_LOST"],
]);

/** Where an error happened. Its message is left out: it may quote what a sender sent or what is stored. */
export function whereOf(err: unknown): Whereabouts {
  if (!(err instanceof Error)) return { reason: "not an error" };

  const { code = DRIVER_CODES.get(err.message), digest } = err as { code?: unknown; digest?: unknown };
  return {
    reason: err.name,
    ...(typeof code === "string" && { code }),
    ...(typeof digest === "string" && { digest }),
    stack: framesOf(err),
  };
}

/** The stack without its beginning, which repeats the message. */
function framesOf({ stack = "", message }: Error): string | undefined {
  const start = stack.indexOf(message);
  const rest = start < 0 ? stack : stack.slice(start + message.length);
  const frames = rest.split("\n").filter((line) => line.startsWith("    at "));
  return frames.length > 0 ? frames.join("\n") : undefined;
}
