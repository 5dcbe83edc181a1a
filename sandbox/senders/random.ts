import { createHash, randomInt } from "node:crypto";

/** A seeded random source: the same seed gives the same events, ids and order on every run. */
export type Random = {
  /** A fraction from 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of a non-empty list. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** A string in the form of a version 4 UUID. */
  uuid(): string;
  /** `length` hexadecimal digits. */
  hex(length: number): string;
  /** A new list in random order. */
  shuffle<Item>(items: readonly Item[]): Item[];
};

/** A seed for a run that need not be repeated: its ids do not collide with those of any other run. */
export function freshSeed(): number {
  return randomInt(2 ** 47);
}

/**
 * The generator sfc32. Its 128 bits of state keep the ids of different seeds apart; a 32-bit generator's streams
 * overlap, and two senders would then make the same "unique" ids. Never use it for secrets.
 */
export function createRandom(seed: number): Random {
  const digest = createHash("sha256").update(String(seed)).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = digest.readInt32LE(12);

  function fraction(): number {
    const mixed = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return (mixed >>> 0) / 2 ** 32;
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
