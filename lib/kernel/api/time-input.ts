import { z } from "zod";

/** The year 0, and offsets of 16 hours and more. */
const UNKNOWN_TO_POSTGRESQL = /^0000|[+-](1[6-9]|2\d):\d\d$/;

/**
 * A time in a query or a body: ISO 8601, as far as PostgreSQL supports it
 * (https://www.postgresql.org/docs/current/datatype-datetime.html): years start at 1, offsets stay below 16 hours.
 */
export const timeInput = z.iso
  .datetime({ offset: true })
  .refine((text) => !UNKNOWN_TO_POSTGRESQL.test(text), "must be a time such as 2026-01-31T12:00:00Z");
