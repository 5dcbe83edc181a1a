// Preloaded into an app process whose clock is to be wrong by CLOCK_AHEAD_MS. Only what asks for the date sees it:
// timers go on at their pace, as they do on a machine whose clock is set wrong.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + aheadMs] : args));
  }

  static now() {
    return RealDate.now() + aheadMs;
  }
};
