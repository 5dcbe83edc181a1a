import { readFile } from "node:fs/promises";
import type pg from "pg";

/** A place where something was found that must not be there. The finding itself is not repeated. */
export interface Finding {
  place: string;
  /** A secret in use, or a person's identity as the senders make them. */
  kind: "secret" | "person";
  line: number;
}

/** How the sandbox's senders name people. */
const PERSON = /\buser-\d+\b|\bperson\d+@example\.com\b/;

/** Columns whose text is shown or sent to people and quotes vendors and errors. */
const SHOWN_WORDS = `
  SELECT 'delivery.words' AS place, words AS text FROM delivery
  UNION ALL SELECT 'push.words', words FROM push
  UNION ALL SELECT 'sync.error', error FROM sync
  UNION ALL SELECT 'alert.message', message || ' ' || next_action FROM alert
  UNION ALL SELECT 'audit_entry', concat_ws(' ', before::text, after::text) FROM audit_entry
  UNION ALL SELECT 'engine_run.error', error::text FROM engine_run
  UNION ALL SELECT 'engine_step.result', result::text FROM engine_step`;

/** Searches the apps' log files for secrets in use and for people, and shown texts for secrets. */
export async function findSecrets(
  sql: pg.Client,
  logFiles: readonly string[],
  secrets: readonly string[],
): Promise<{ lines: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let lines = 0;

  const look = (place: string, text: string, line: number, forPeople: boolean) => {
    if (secrets.some((secret) => text.includes(secret))) findings.push({ place, kind: "secret", line });
    if (forPeople && PERSON.test(text)) findings.push({ place, kind: "person", line });
  };
  for (const file of logFiles) {
    const text = await readFile(file, "utf8").catch(() => "");
    for (const [index, line] of text.split("\n").entries()) look(file, line, index + 1, true);
    lines += text.split("\n").length - 1;
  }

  const { rows } = await sql.query<{ place: string; text: string | null }>(SHOWN_WORDS);
  for (const [index, row] of rows.entries()) look(row.place, row.text ?? "", index + 1, false);
  return { lines: lines + rows.length, findings };
}
