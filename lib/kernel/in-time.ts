/** What was waited for did not come in time; it may still be done later. */
class NotInTime extends Error {
  override name = "NotInTime";
}

/**
 * Waits for an answer, but not without end: a database that is frozen, or behind a network that drops everything, takes a
 * statement and never answers it. The work itself goes on.
 * @throws NotInTime when the answer takes longer; what `answer` throws
 */
export async function inTime<Answer>(answer: Promise<Answer>, patienceSeconds: number): Promise<Answer> {
  let late: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    late = setTimeout(
      () => reject(new NotInTime(`no answer within ${patienceSeconds} s`)),
      patienceSeconds * 1_000,
    );
  });
  try {
    return await Promise.race([answer, never]);
  } finally {
    clearTimeout(late);
  }
}
