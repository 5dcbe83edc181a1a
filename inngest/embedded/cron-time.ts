import { CronExpressionParser } from "cron-parser";

/** `TZ=Zone/City ` may come before the five fields (inngest.com/docs, scheduled functions); without it, UTC. */
const CRON = /^(?:TZ=(\S+)\s+)?(\S+(?:\s+\S+){4})$/;

/** Whether `cron` is five valid fields, with an optional known time zone. */
export function checkCron(cron: string): boolean {
  try {
    nextCronTime(cron, new Date());
    return true;
  } catch {
    return false;
  }
}

/**
 * The first time after `after` that matches `cron`.
 * @throws {Error} if `cron` is not a cron expression of five fields.
 */
export function nextCronTime(cron: string, after: Date): Date {
  const match = CRON.exec(cron.trim());
  if (!match) throw new Error(`Not a cron expression of five fields: ${cron}`);

  const [, zone = "UTC", fields = ""] = match;
  return CronExpressionParser.parse(fields, { currentDate: after, tz: zone }).next().toDate();
}
