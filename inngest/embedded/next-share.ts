/** One customer's part in a lane. */
export interface Share {
  key: string;
  /** How many of its runs may be executed at a time, in all processes. */
  limit: number;
  running: number;
  /** Its runs that are due and wait for a worker. */
  due: number;
  /** When it last had a turn, in seconds since 1970; 0 for never. */
  servedAt: number;
}

/**
 * Decides whose run is next: of those that wait and have room in their share, whoever has fewest under way, and among
 * these whoever has waited longest for a turn. Null when nobody may start.
 */
export function nextShare(shares: readonly Share[]): Share | null {
  const [next] = shares
    .filter(mayStart)
    .sort((a, b) => a.running - b.running || a.servedAt - b.servedAt || (a.key < b.key ? -1 : 1));
  return next ?? null;
}

/**
 * Decides whether a run of the share `key` makes room between two steps: for the share's other runs when they have no
 * room, and for other shares when no worker of the lane is free.
 */
export function mustMakeRoom(shares: readonly Share[], key: string, isLaneFull: boolean): boolean {
  const own = shares.find((share) => share.key === key);
  if (own && own.due > 0 && own.running >= own.limit) return true;
  return isLaneFull && shares.some((share) => share.key !== key && mayStart(share));
}

function mayStart({ due, running, limit }: Share): boolean {
  return due > 0 && running < limit;
}
