/** Neither vendor publishes its timeout; 30 seconds is a common one. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Posts a body. Returns the status, or "network" when no complete answer came. */
export async function post(
  url: string,
  body: Uint8Array | string,
  headers: Record<string, string>,
): Promise<number | "network"> {
  try {
    const res = await fetch(url, {
      method: "POST",
      body: typeof body === "string" ? body : new Uint8Array(body),
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    await res.arrayBuffer();
    return res.status;
  } catch {
    return "network";
  }
}
