import { log } from "@/lib/kernel/log";

/**
 * A group that takes longer than this holds up nobody who comes later. Our choice: many times what a statement takes, even
 * on a busy machine.
 */
const PATIENCE_MS = 100;

/**
 * So many get their results at once, the others after whatever else waits for the event loop: each goes on with work of its
 * own, and with all of a group at once a request from outside waited for dozens of them. Our choice.
 */
const HANDED_OUT_AT_ONCE = 6;

/** Who waits for the next group. */
interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result | Promise<Result>): void;
  reject(err: unknown): void;
}

/** How much goes into a group. */
interface GroupLimits<Item> {
  /** Of one group, in the unit of `sizeOf`. An item that is larger goes alone. */
  most: number;
  /** What an item counts; 1 if left out. */
  sizeOf?: (item: Item) => number;
}

/**
 * Makes one statement of what many callers want at the same time. The first caller does not wait; those that come while a
 * group is on its way go together in the next. So a statement costs the same on a quiet machine, and on a busy one the
 * callers share it.
 *
 * A group that fails is tried again, each item alone, so that nobody fails because of another. So `run` has to be safe to repeat. The
 * failure is logged: nobody else would see that groups of some size or with some item always fail and cost more than no groups.
 * @param run one result for each item, in their order; a promise where one takes longer than the others
 */
export function coalesce<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly (Result | Promise<Result>)[]>,
  { most, sizeOf = () => 1 }: GroupLimits<Item>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let isPlanned = false;
  let isOnItsWay = false;

  /** Callers of the same moment go together. */
  function plan(): void {
    if (isPlanned || isOnItsWay || waiting.length === 0) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      start();
    });
  }

  function start(): void {
    const group = takeGroup();
    isOnItsWay = true;
    let isCounted = true;
    const makeWay = () => {
      if (!isCounted) return;
      isCounted = false;
      isOnItsWay = false;
      plan();
    };
    const patience = setTimeout(makeWay, PATIENCE_MS);
    void settle(group, () => {
      clearTimeout(patience);
      makeWay();
    });
  }

  function takeGroup(): Waiting<Item, Result>[] {
    let size = 0;
    const end = waiting.findIndex(({ item }, place) => {
      size += sizeOf(item);
      return place > 0 && size > most;
    });
    const group = end < 0 ? waiting : waiting.slice(0, end);
    waiting = end < 0 ? [] : waiting.slice(end);
    return group;
  }

  /** @param answered called when `run` is done with all of them */
  async function settle(group: readonly Waiting<Item, Result>[], answered = () => {}): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item));
      answered();
      await handOut(group, results);
    } catch (err) {
      if (group.length === 1) group[0]?.reject(err);
      else {
        log.warn({ err, items: group.length }, "what many wanted at once failed; each is tried by itself");
        await Promise.all(group.map((one) => settle([one])));
      }
      answered();
    }
  }

  async function handOut(
    group: readonly Waiting<Item, Result>[],
    results: readonly (Result | Promise<Result>)[],
  ): Promise<void> {
    const answers = group.map((one, place) => ({ one, result: results[place] as Result | Promise<Result> }));
    // Those that take longer are under way: should one fail before somebody listens, Node would report it as nobody's.
    for (const { one, result } of answers) if (result instanceof Promise) one.resolve(result);
    const ready = answers.filter(({ result }) => !(result instanceof Promise));
    for (const [place, { one, result }] of ready.entries()) {
      if (place > 0 && place % HANDED_OUT_AT_ONCE === 0) await new Promise((next) => setImmediate(next));
      one.resolve(result);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      plan();
    });
}
