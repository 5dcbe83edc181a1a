/** How long the parts of a stop may take, in seconds. Requests and steps finish at the same time. */
export const STOP_LIMITS = { requests: 12, steps: 10, spans: 3, connections: 2 } as const;

/**
 * The longest that a process may take from the signal to its end. Whoever kills what does not end must wait longer: the
 * starter (`scripts/server.ts`), and systemd, Docker and Kubernetes by the files in `deploy/`.
 * @param delaySeconds its `SHUTDOWN_DELAY_SECONDS`
 */
export function longestStopSeconds(delaySeconds: number): number {
  const { requests, steps, spans, connections } = STOP_LIMITS;
  return delaySeconds + Math.max(requests, steps) + spans + connections;
}
