import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

/** One event after the other, each sent until it is accepted, to see how long nothing is. */
export interface SteadyPosts {
  /** The ids of the events that were accepted. */
  accepted: Set<string>;
  /** The longest time between two accepted posts so far. */
  longestGapMs(): number;
  stop(): Promise<void>;
}

const PAUSE_MS = 100;

/** Posts to a source's endpoint until it is stopped. A connection of its own each, as a balancer's check would. */
export function postSteadily(url: string, bearerToken: string): SteadyPosts {
  const accepted = new Set<string>();
  let lastMs = Date.now();
  let longestMs = 0;
  let isStopping = false;

  async function post(id: string): Promise<boolean> {
    const event = {
      id,
      event_type: "users.messages.email.Open",
      time: Math.floor(Date.now() / 1_000),
      user: { external_user_id: `steady-${accepted.size % 50}` },
      properties: {},
    };
    return fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${bearerToken}`,
        "content-type": "application/json",
        connection: "close",
      },
      body: JSON.stringify({ events: [event] }),
      signal: AbortSignal.timeout(10_000),
    }).then(
      (res) => res.ok,
      () => false,
    );
  }

  const posting = (async () => {
    while (!isStopping) {
      const id = randomUUID();
      while (!(await post(id))) await pause(PAUSE_MS);
      accepted.add(id);
      longestMs = Math.max(longestMs, Date.now() - lastMs);
      lastMs = Date.now();
      await pause(PAUSE_MS);
    }
  })();
  return {
    accepted,
    longestGapMs: () => longestMs,
    stop: async () => {
      isStopping = true;
      await posting;
    },
  };
}
