/** Spent entries allowed at the front of the lists before they are cut off. */
const COMPACT_AFTER_ENTRIES = 1_024;

/** An exact sliding-window budget: at most `limit` units in any span of `windowMs`. Refused units cost nothing. */
export class SlidingWindow {
  private times: number[] = [];
  private amounts: number[] = [];
  private first = 0;
  private spent = 0;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Units still available at `nowMs`. */
  left(nowMs: number): number {
    this.expire(nowMs);
    return this.limit - this.spent;
  }

  /** Takes `amount` units at `nowMs` without checking; call `left` first. */
  spend(amount: number, nowMs: number): void {
    this.times.push(nowMs);
    this.amounts.push(amount);
    this.spent += amount;
  }

  /** Milliseconds until the oldest unit is returned; 0 when nothing is spent. */
  resetsInMs(nowMs: number): number {
    const oldest = this.times[this.first];
    return oldest === undefined ? 0 : Math.max(0, oldest + this.windowMs - nowMs);
  }

  private expire(nowMs: number): void {
    for (let time = this.times[this.first]; time !== undefined; time = this.times[this.first]) {
      if (nowMs - time < this.windowMs) break;
      this.spent -= this.amounts[this.first] ?? 0;
      this.first += 1;
    }

    if (this.first < COMPACT_AFTER_ENTRIES) return;
    this.times = this.times.slice(this.first);
    this.amounts = this.amounts.slice(this.first);
    this.first = 0;
  }
}
