import fc from "fast-check";
import { type Answer, type FuzzCase, judge, type Surprise } from "./case";

/** Cases made at once for each sender: few enough to keep in memory, enough to keep the senders busy. */
const CASES_PER_SENDER = 16;
const SENDERS = 12;
const SURPRISES_KEPT = 50;

/** What became of the requests of one kind. */
export interface Tally {
  sent: number;
  /** Number of answers by status; "none" for no answer. */
  byStatus: Record<string, number>;
  surprises: Surprise[];
  /** Number of surprises in all. */
  surpriseCount: number;
}

/**
 * Makes cases, sends several at a time and judges every answer. The same seed makes the same cases in the same order.
 * @param onAnswer called with each case and its answer
 */
export async function runCases(
  arbitrary: fc.Arbitrary<FuzzCase>,
  plan: { seed: number; cases: number; senders?: number },
  send: (sent: FuzzCase) => Promise<Answer | null>,
  onAnswer: (sent: FuzzCase, answer: Answer | null) => void = () => {},
): Promise<Tally> {
  const tally: Tally = { sent: 0, byStatus: {}, surprises: [], surpriseCount: 0 };
  const senders = plan.senders ?? SENDERS;
  const chunk = CASES_PER_SENDER * senders;
  for (let first = 0; first < plan.cases; first += chunk) {
    const numRuns = Math.min(chunk, plan.cases - first);
    const made = fc.sample(arbitrary, { seed: plan.seed + first, numRuns });
    let next = 0;
    const work = async () => {
      for (let place = next++; place < made.length; place = next++) {
        const sent = made[place] as FuzzCase;
        const answer = await send(sent);
        note(tally, sent, answer, { seed: plan.seed, index: first + place });
        onAnswer(sent, answer);
      }
    };
    await Promise.all(Array.from({ length: senders }, work));
  }
  return tally;
}

function note(
  tally: Tally,
  sent: FuzzCase,
  answer: Answer | null,
  at: { seed: number; index: number },
): void {
  tally.sent += 1;
  const status = String(answer?.status ?? "none");
  tally.byStatus[status] = (tally.byStatus[status] ?? 0) + 1;

  const problem = judge(sent, answer);
  if (problem === null) return;
  tally.surpriseCount += 1;
  if (tally.surprises.length < SURPRISES_KEPT) tally.surprises.push({ ...at, problem, ...requestOf(sent) });
}

/** A request that repeats a surprise; a long body is cut. */
function requestOf(sent: FuzzCase): Pick<Surprise, "part" | "name" | "request"> {
  const { part, name, method, path, headers, body } = sent;
  const shown = body.subarray(0, 3_000).toString("latin1");
  return {
    part,
    name,
    request: `${method} ${path.slice(0, 500)} ${JSON.stringify(headers).slice(0, 500)} ${shown}`,
  };
}
