/** A seeded source of chance: the same seed gives the same events, ids and order on every run. */
export type Random = {
  /** A fraction from 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of a non-empty list. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** A text in the form of a version 4 UUID. */
  uuid(): string;
  /** `length` hexadecimal digits. */
  hex(length: number): string;
  /** A new list in random order. */
  shuffle<Item>(items: readonly Item[]): Item[];
};

/** Mulberry32: small, quick and good enough for fixtures. Never use it for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function below(limit: number): number {
    return Math.floor(fraction() * limit);
  }
  function hex(length: number): string {
    let digits = "";
    while (digits.length < length)
      digits += below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return digits.slice(0, length);
  }

  return {
    fraction,
    below,
    hex,
    pick: (items) => items[below(items.length)] ?? items[0],
    uuid: () => {
      const variant = (8 + below(4)).toString(16);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, order: fraction() }))
        .sort((left, right) => left.order - right.order)
        .map(({ item }) => item),
  };
}
