/**
 * How many attempts are allowed at once, how fast more become available, and for how many subjects this is
 * remembered.
 */
export interface AttemptLimits {
  burst: number;
  refillSeconds: number;
  maxSubjects: number;
}

export interface Attempts {
  /** Uses one attempt of a subject; false when none is left. */
  take(subject: string, nowMs?: number): boolean;
  /** Gives a subject all its attempts back. */
  forgive(subject: string): void;
}

/**
 * A bucket of attempts for each subject, in this process. An installation's limit is therefore this times its
 * processes; the slow hash bounds the rest.
 */
export function createAttempts({ burst, refillSeconds, maxSubjects }: AttemptLimits): Attempts {
  const buckets = new Map<string, { tries: number; atMs: number }>();

  return {
    take(subject, nowMs = Date.now()) {
      const bucket = buckets.get(subject) ?? { tries: burst, atMs: nowMs };
      const tries = Math.min(burst, bucket.tries + (nowMs - bucket.atMs) / (refillSeconds * 1_000));
      const isAllowed = tries >= 1;

      // Moved to the end, so that the map's first subject is the one whose last attempt is oldest.
      buckets.delete(subject);
      buckets.set(subject, { tries: isAllowed ? tries - 1 : tries, atMs: nowMs });
      const [oldest] = buckets.keys();
      if (buckets.size > maxSubjects && oldest !== undefined) buckets.delete(oldest);
      return isAllowed;
    },

    forgive(subject) {
      buckets.delete(subject);
    },
  };
}
