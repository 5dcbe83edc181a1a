/** A budget of calls for each window of the clock: what is left is lost when the next one begins. */
export class FixedWindow {
  private beganMs = 0;
  private spent = 0;

  constructor(
    readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Calls still available at `nowMs`. */
  left(nowMs: number): number {
    this.turn(nowMs);
    return Math.max(0, this.limit - this.spent);
  }

  /** Takes calls at `nowMs` without checking; ask `left` first. */
  spend(amount: number, nowMs: number): void {
    this.turn(nowMs);
    this.spent += amount;
  }

  /** When the window of `nowMs` ends. */
  endsAtMs(nowMs: number): number {
    return nowMs - (nowMs % this.windowMs) + this.windowMs;
  }

  private turn(nowMs: number): void {
    const beganMs = nowMs - (nowMs % this.windowMs);
    if (beganMs !== this.beganMs) this.spent = 0;
    this.beganMs = beganMs;
  }
}
