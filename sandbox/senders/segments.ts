import { createHmac } from "node:crypto";
import { digestOfMembers } from "../digest";
import { type BackOff, waitBackOff } from "./back-off";
import { post } from "./post";
import { createRandom, freshSeed } from "./random";
import { drainPage, pagesOfTask, type Segment, type SegmentChange, type SegmentPage } from "./segment-task";

/** Heap does not publish its page size. */
const DEFAULT_PAGE_SIZE = 1_000;

export type SegmentSettings = {
  /** The receiver's secret URL. */
  url: string;
  /** The webhook secret; null sends without a signature. */
  secret: string | null;
  pageSize?: number;
  /** Entries without a value besides the true ones, as a share of them, 0 to 1. */
  blankShare?: number;
  hasByteOrderMark?: boolean;
  /** What the chosen property holds: ids (`user-7`) unless told, email addresses or phone numbers. */
  named?: "ids" | "emails" | "phones";
  /** Put a pair that nobody documents into the signature's header, as a newer Heap might. */
  hasUnknownPair?: boolean;
  /** If given, the same run again, ids included; if not, a run of its own. */
  seed?: number;
  idToken?: string;
  /** Share of the pages, 0 to 1, that are sent once more. */
  repeatShare?: number;
  /** Send a task's pages in random order. */
  outOfOrder?: boolean;
  /** Pages of a task sent at the same time. */
  parallelPages?: number;
  /** Sign each attempt again; otherwise a retry carries the first signature. */
  freshSignatures?: boolean;
  /** How far Heap's clock is ahead of the real one; negative when it is behind. */
  clockAheadMs?: number;
  backOffBaseMs?: number;
  backOffMaximumMs?: number;
  maximumAttempts?: number;
};

/** What became of the pages. `refused`: 403 or out of attempts. `odd`: 2xx other than 200, which Heap may not accept. */
type SegmentCounts = {
  tasks: number;
  pages: number;
  accepted: number;
  refused: number;
  repeats: number;
  odd: number;
};

export type SegmentSender = {
  counts: SegmentCounts;
  /** Number of answers by status; "network" where there was none. */
  answers: Map<number | "network", number>;
  /** Adds an empty segment, or renames one: the new name travels with its next task. */
  define(segmentId: number, name: string): void;
  /** Changes the true membership and returns the task's pages unsent, for tests that choose their order. */
  plan(segmentId: number, change: SegmentChange): SegmentPage[];
  /** Changes the true membership and sends the task. */
  sync(segmentId: number, change: SegmentChange): Promise<void>;
  /** `sync` with `add` new members and `remove` present ones, chosen by the seed. */
  churn(segmentId: number, add: number, remove: number): Promise<void>;
  /** Empties the segment and sends that. */
  drain(segmentId: number): Promise<void>;
  /** Sets Heap's clock, from the next signature on. */
  setClock(aheadMs: number): void;
  /** Sends one page with Heap's retries. True when the receiver accepted it. */
  send(page: SegmentPage): Promise<boolean>;
  /** The true membership. */
  members(segmentId: number): ReadonlySet<string>;
  /** Its digest, equal to that of a cohort with the same members. */
  digest(segmentId: number): string;
};

/**
 * Heap's segment sync: keeps true memberships and tells a receiver about every change, with repeats, shuffled pages
 * and retries.
 */
export function createSegmentSender(settings: SegmentSettings): SegmentSender {
  const { pageSize = DEFAULT_PAGE_SIZE, repeatShare = 0, parallelPages = 1, maximumAttempts = 20 } = settings;
  const backOff: BackOff = {
    baseMs: settings.backOffBaseMs ?? 200,
    maximumMs: settings.backOffMaximumMs ?? 10_000,
  };
  const random = createRandom(settings.seed ?? freshSeed());
  const idToken = settings.idToken ?? random.uuid();
  const segments = new Map<number, Segment>();
  const counts: SegmentCounts = { tasks: 0, pages: 0, accepted: 0, refused: 0, repeats: 0, odd: 0 };
  const answers = new Map<number | "network", number>();
  let newestUser = 0;
  let clockAheadMs = settings.clockAheadMs ?? 0;

  function segmentOf(segmentId: number): Segment {
    const segment = segments.get(segmentId);
    if (!segment) throw new Error(`segment ${segmentId} is not defined`);
    return segment;
  }

  function plan(segmentId: number, change: SegmentChange): SegmentPage[] {
    const segment = segmentOf(segmentId);
    for (const id of change.add ?? []) segment.members.add(id);
    for (const id of change.remove ?? []) segment.members.delete(id);

    counts.tasks += 1;
    return pagesOfTask(random, idToken, segment, change, { ...settings, pageSize });
  }

  async function sendTask(pages: readonly SegmentPage[]): Promise<void> {
    const once = settings.outOfOrder ? random.shuffle(pages) : [...pages];
    const repeated = once.flatMap((page) => (random.fraction() < repeatShare ? [page, page] : [page]));
    counts.repeats += repeated.length - once.length;
    const waiting = settings.outOfOrder ? random.shuffle(repeated) : repeated;

    async function work(): Promise<void> {
      for (let page = waiting.shift(); page; page = waiting.shift()) await send(page);
    }
    await Promise.all(Array.from({ length: parallelPages }, work));
  }

  async function send(page: SegmentPage): Promise<boolean> {
    counts.pages += 1;
    let headers = headersOf(page);

    for (let attempt = 1; attempt <= maximumAttempts; attempt += 1) {
      if (settings.freshSignatures) headers = headersOf(page);
      const answer = await post(settings.url, page.body, headers);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);

      if (answer !== "network" && answer >= 200 && answer < 300) {
        if (answer !== 200) counts.odd += 1;
        counts.accepted += 1;
        return true;
      }
      // Heap's specification allows a retry after every error except 403, the answer to a bad signature.
      if (answer === 403) break;
      if (attempt < maximumAttempts) await waitBackOff(backOff, attempt);
    }

    counts.refused += 1;
    return false;
  }

  function headersOf(page: SegmentPage): Record<string, string> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (settings.secret !== null) {
      const signature = signPage(settings.secret, page.body, Date.now() + clockAheadMs);
      headers["heap-hash"] = settings.hasUnknownPair ? `v:2,${signature},kid:a` : signature;
    }
    return headers;
  }

  function nameOf(user: number): string {
    if (settings.named === "emails") return `User-${user}@Example.com`;
    return settings.named === "phones" ? `+1 (415) 555-${String(user).padStart(4, "0")}` : `user-${user}`;
  }

  async function churn(segmentId: number, add: number, remove: number): Promise<void> {
    const present = [...segmentOf(segmentId).members];
    const leaving = new Set<string>();
    while (leaving.size < Math.min(remove, present.length)) {
      leaving.add(present[random.below(present.length)] ?? "");
    }
    const joining = Array.from({ length: add }, () => nameOf(newestUser++));
    await sync(segmentId, { add: joining, remove: [...leaving] });
  }

  async function sync(segmentId: number, change: SegmentChange): Promise<void> {
    await sendTask(plan(segmentId, change));
  }

  return {
    counts,
    answers,
    plan,
    sync,
    churn,
    send,
    setClock: (aheadMs) => {
      clockAheadMs = aheadMs;
    },
    define: (segmentId, name) => {
      const known = segments.get(segmentId);
      if (known) known.name = name;
      else segments.set(segmentId, { id: segmentId, name, members: new Set() });
    },
    drain: async (segmentId) => {
      const segment = segmentOf(segmentId);
      segment.members.clear();
      await send(drainPage(random, idToken, segment));
    },
    members: (segmentId) => segmentOf(segmentId).members,
    digest: (segmentId) => digestOfMembers(segmentOf(segmentId).members),
  };
}

/** The `Heap-Hash` header: base64 HMAC-SHA256 over the millisecond time stamp and the body, joined without a separator. */
export function signPage(secret: string, body: string, timestampMs: number): string {
  const hmac = createHmac("sha256", secret).update(`${timestampMs}${body}`).digest("base64");
  return `ts:${timestampMs},hmac:${hmac}`;
}
