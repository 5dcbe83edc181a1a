import type { IncomingMessage, ServerResponse } from "node:http";
import { ADDRESS_HEADER } from "@/app/api/auth/client-address";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";

/** What a request asks for; each kind waits for its own kind alone. */
export type RequestKind = "health" | "sender" | "page" | "other";

/**
 * How many requests of a kind are begun at a time, and how many wait; one network leaves places to the others. Behind a
 * proxy that hides the addresses all are one network. A page takes some milliseconds of the processor, so few at a time
 * are as quick as many. Our choice.
 */
const LIMITS = {
  health: { all: { places: 16, maxWaiting: 1_000 }, ofNetwork: { places: 12, maxWaiting: 500 } },
  sender: { all: { places: 384, maxWaiting: 1_000 }, ofNetwork: { places: 320, maxWaiting: 500 } },
  page: { all: { places: 8, maxWaiting: 400 }, ofNetwork: { places: 6, maxWaiting: 200 } },
  other: { all: { places: 64, maxWaiting: 600 }, ofNetwork: { places: 48, maxWaiting: 300 } },
};

/** How long a request waits to be begun, and how long it keeps its place. */
const PATIENCE = {
  maxWaitSeconds: 10,
  /**
   * What is not answered by then waits for something else than this process, such as its body or whoever reads the
   * answer: its place goes to the next.
   */
  maxHeldSeconds: 2,
};

/** So long requests of a kind are begun before everything else on the event loop has its turn. */
const TURN_MS = 5;

const RETRY_SECONDS = 10;

const CROWDED = "The server is busy. Try again in a few seconds.";

/** Pages are what is no file of Next and no part of the API. */
export function kindOfRequest(url: string): RequestKind {
  const path = url.replace(/^https?:\/\/[^/]*/i, "");
  if (/^\/api\/(live|health)\b/.test(path)) return "health";
  if (/^\/api\/(currents|heap|inngest)\b/.test(path)) return "sender";
  return /^\/(api|_next)\//.test(path) ? "other" : "page";
}

/** Begins a request: `begin` hands it to the server's own listeners. */
type BeginInTurn = (request: IncomingMessage, response: ServerResponse, begin: () => void) => Promise<void>;

/**
 * Lets requests begin when a place of their kind is free. One whose connection has ended by then is not begun; one for
 * which there is no room, or that has waited too long, is answered 503.
 */
export function openRequestQueue({ maxWaitSeconds, maxHeldSeconds } = PATIENCE): BeginInTurn {
  const open = ({ all, ofNetwork }: (typeof LIMITS)["page"]) => ({
    all: openQueue(all),
    networks: openQueues(ofNetwork),
    untilTurn: openPace(),
  });
  const turns = {
    health: open(LIMITS.health),
    sender: open(LIMITS.sender),
    page: open(LIMITS.page),
    other: open(LIMITS.other),
  };
  return async (request, response, begin) => {
    const kind = kindOfRequest(request.url ?? "/");
    const { all, networks, untilTurn } = turns[kind];
    const late = setTimeout(() => refuse(response, kind), maxWaitSeconds * 1_000);
    try {
      await networks.run(String(request.headers[ADDRESS_HEADER]), () =>
        all.run(async () => {
          await untilTurn();
          clearTimeout(late);
          if (request.socket.destroyed || response.writableEnded) return;
          begin();
          await untilAnswered(response, maxHeldSeconds);
        }),
      );
    } catch (err) {
      if (!(err instanceof QueueFull)) throw err;
      refuse(response, kind);
    } finally {
      clearTimeout(late);
    }
  };
}

/**
 * What is answered without waiting for anything, as health is, would begin the next one before the event loop goes on:
 * a thousand of them would be one turn.
 */
function openPace(): () => Promise<void> {
  let endsAtMs = 0;
  let nextTurn: Promise<void> | null = null;
  const begin = (resolve: () => void) => {
    endsAtMs = performance.now() + TURN_MS;
    nextTurn = null;
    resolve();
  };
  return async () => {
    while (performance.now() > endsAtMs) {
      nextTurn ??= new Promise((resolve) => setImmediate(begin, resolve));
      await nextTurn;
    }
  };
}

function untilAnswered(response: ServerResponse, maxSeconds: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, maxSeconds * 1_000);
    response.once("close", () => {
      clearTimeout(late);
      resolve();
    });
  });
}

/** In the form that each kind of caller reads. */
function refuse(response: ServerResponse, kind: RequestKind): void {
  if (response.destroyed || response.writableEnded) return;
  const error = kind === "sender" ? CROWDED : { code: "unavailable", message: CROWDED };
  const [type, body] =
    kind === "page" ? ["text/plain", CROWDED] : ["application/json", JSON.stringify({ error })];
  response.writeHead(503, { "content-type": type, "retry-after": String(RETRY_SECONDS) });
  response.end(body);
}
