const { SANDBOX_URL = "" } = process.env;

/** Switches off the sandbox's rate limits: we measure Tributary, not how long it waits. */
export async function liftLimits(): Promise<void> {
  const res = await fetch(`${SANDBOX_URL}/control/limits`, {
    method: "POST",
    body: JSON.stringify({ braze: false, heap: false }),
  });
  if (!res.ok) throw new Error(`the sandbox answered ${res.status}`);
}

/** Delays each call to a target of the sandbox (sandbox/README.md) by this long, until `endDelays`. */
export async function delayCalls(target: string, latencyMs: number): Promise<void> {
  const res = await fetch(`${SANDBOX_URL}/control/faults`, {
    method: "POST",
    body: JSON.stringify({ target, mode: "latency", latencyMs, count: Number.MAX_SAFE_INTEGER }),
  });
  if (!res.ok) throw new Error(`the sandbox answered ${res.status}`);
}

export async function endDelays(): Promise<void> {
  const res = await fetch(`${SANDBOX_URL}/control/faults`, { method: "DELETE" });
  if (!res.ok) throw new Error(`the sandbox answered ${res.status}`);
}

/** Lets what a workspace is sent by /users/track show at once. */
export async function showAtOnce(workspaceKey: string): Promise<void> {
  const res = await fetch(`${SANDBOX_URL}/control/braze/workspaces`, {
    method: "POST",
    body: JSON.stringify({ key: workspaceKey, applyAfterMs: 0 }),
  });
  if (!res.ok) throw new Error(`the sandbox answered ${res.status}`);
}

/** Asks the sandbox what arrived; `path` is what follows `/control/` (sandbox/README.md). */
export async function readSandbox<Answer>(path: string): Promise<Answer> {
  const res = await fetch(`${SANDBOX_URL}/control/${path}`);
  if (!res.ok) throw new Error(`the sandbox answered ${res.status} about ${path}`);
  return (await res.json()) as Answer;
}
