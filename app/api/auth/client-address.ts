/** The address that the nearest proxy, or Next itself, saw: the last one of the X-Forwarded-For list. */
export function clientAddress(forwardedFor: unknown): string {
  return (
    String(forwardedFor ?? "")
      .split(",")
      .at(-1)
      ?.trim() || "unknown"
  );
}
