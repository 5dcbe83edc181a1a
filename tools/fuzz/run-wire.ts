import fc from "fast-check";
import type { Tally } from "./run-cases";
import { exchange, type WireCase } from "./wire-cases";

/** Any answer, or none, is right for what is not HTTP, except an error of the server. */
export async function runWire(
  arbitrary: fc.Arbitrary<WireCase>,
  { seed, cases }: { seed: number; cases: number },
  url: string,
): Promise<Tally> {
  const tally: Tally = { sent: 0, byStatus: {}, surprises: [], surpriseCount: 0 };
  const made = fc.sample(arbitrary, { seed, numRuns: cases });
  let next = 0;
  const work = async () => {
    for (let index = next++; index < made.length; index = next++) {
      const sent = made[index] as WireCase;
      const status = await exchange(url, sent);
      const key = String(status ?? "none");
      tally.sent += 1;
      tally.byStatus[key] = (tally.byStatus[key] ?? 0) + 1;
      // 505: a version of HTTP that Node does not speak.
      if (status === null || status < 500 || status === 505) continue;
      tally.surpriseCount += 1;
      const request = Buffer.concat(sent.pieces).subarray(0, 3_000).toString("latin1");
      tally.surprises.push({
        part: "wire",
        name: sent.name,
        seed,
        index,
        problem: `answered ${status}`,
        request,
      });
    }
  };
  await Promise.all(Array.from({ length: 32 }, work));
  return tally;
}
