/**
 * Where a request came from, for counting tries: the address that the nearest proxy, or Next itself, saw, which is the
 * last one of `X-Forwarded-For`. What stands before it the caller may have made up.
 */
export function clientAddress(forwardedFor: unknown): string {
  return (
    String(forwardedFor ?? "")
      .split(",")
      .at(-1)
      ?.trim() || "unknown"
  );
}
