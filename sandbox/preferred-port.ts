const DEFAULT_PORT = 4010;

/** Where the sandbox listens unless something else does: `SANDBOX_PORT`, or 4010. */
export function preferredPort(): number {
  return Number(process.env.SANDBOX_PORT || DEFAULT_PORT);
}
