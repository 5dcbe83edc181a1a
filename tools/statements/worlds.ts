import { Unresolved } from "./values";

/** Picks one of `count` alternatives by its index; the same key gets the same answer throughout one world. */
export type Choose = (key: string, count: number) => number;

/** More alternatives of one statement than this are a sign of a text that should be built otherwise. */
const MOST_WORLDS = 2_000;

/**
 * Runs `visit` once for each combination of the choices it makes ("a world"), as if it could go every way at once.
 * @throws Unresolved when there are more than 2,000 combinations
 */
export function eachWorld(visit: (choose: Choose) => void): void {
  let path: { key: string; index: number; count: number }[] = [];
  for (let worlds = 0; ; worlds++) {
    if (worlds === MOST_WORLDS)
      throw new Unresolved(undefined, `it has more than ${MOST_WORLDS} alternatives`);

    visit((key, count) => {
      const known = path.find((choice) => choice.key === key);
      if (known) return known.index;
      path.push({ key, index: 0, count });
      return 0;
    });

    while (path.length > 0 && isLast(path.at(-1))) path.pop();
    const last = path.at(-1);
    if (!last) return;
    path = [...path.slice(0, -1), { ...last, index: last.index + 1 }];
  }
}

function isLast(choice: { index: number; count: number } | undefined): boolean {
  return choice !== undefined && choice.index + 1 >= choice.count;
}
