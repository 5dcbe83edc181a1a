import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { CustomerState } from "@/prisma/generated/enums";
import {
  CUSTOMER_FLOWS,
  CUSTOMER_IS_OPEN,
  DESTINATION_FLOWS,
  DESTINATION_HOLD,
  type Hold,
  heldBy,
  holdsOf,
  mayFlow,
  SOURCE_FLOWS,
  SOURCE_HOLD,
} from "./hold-rule";

/** A Heap app has no row before its first call, and one without a moment to resume at between two waits. */
const HEAP_WAITS = ["no row", "null", "past", "future"] as const;

interface Combination {
  customerState: CustomerState;
  isSourcePaused: boolean;
  isDestinationPaused: boolean;
  isHeapWaiting: boolean;
  heap: (typeof HEAP_WAITS)[number];
}

const COMBINATIONS: Combination[] = Object.values(CustomerState).flatMap((customerState) =>
  [false, true].flatMap((isSourcePaused) =>
    [false, true].flatMap((isDestinationPaused) =>
      HEAP_WAITS.map((heap) => ({
        customerState,
        isSourcePaused,
        isDestinationPaused,
        isHeapWaiting: heap === "future",
        heap,
      })),
    ),
  ),
);

// Tables of their own, so that every row there can be is there once.
const FACTS = `
  WITH wish AS (
    SELECT * FROM unnest($1::int[], $2::customer_state[], $3::bool[], $4::bool[], $5::text[])
      AS w (place, state, source_paused, destination_paused, heap)
  ), customer AS (SELECT place, state FROM wish),
  source AS (SELECT place, CASE WHEN source_paused THEN now() END AS paused_at FROM wish),
  destination AS (SELECT place, CASE WHEN destination_paused THEN now() END AS paused_at FROM wish),
  heap_app AS (
    SELECT place, CASE heap WHEN 'past' THEN now() - interval '1 s' WHEN 'future' THEN now() + interval '1 h' END AS resume_at
    FROM wish WHERE heap <> 'no row'
  )`;

async function read(columns: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `${FACTS}
     SELECT ${columns} FROM customer c JOIN source s USING (place) JOIN destination d USING (place)
     LEFT JOIN heap_app a USING (place) ORDER BY place`,
    [
      COMBINATIONS.map((_, place) => place),
      COMBINATIONS.map(({ customerState }) => customerState),
      COMBINATIONS.map(({ isSourcePaused }) => isSourcePaused),
      COMBINATIONS.map(({ isDestinationPaused }) => isDestinationPaused),
      COMBINATIONS.map(({ heap }) => heap),
    ],
  );
  return rows;
}

test("the fragments of SQL say what the function says, for everything there can be", async () => {
  const rows = await read(`
    ${CUSTOMER_FLOWS} AS "customerFlows", ${SOURCE_FLOWS} AS "sourceFlows", ${DESTINATION_FLOWS} AS "destinationFlows",
    ${CUSTOMER_IS_OPEN} AS "isOpen", ${SOURCE_HOLD} AS "sourceHold", ${DESTINATION_HOLD} AS "destinationHold"`);

  const expected = COMBINATIONS.map(
    ({ customerState, isSourcePaused, isDestinationPaused, isHeapWaiting }) => ({
      customerFlows: mayFlow({ customerState }),
      sourceFlows: mayFlow({ customerState, isSourcePaused }),
      destinationFlows: mayFlow({ customerState, isDestinationPaused }),
      isOpen: !holdsOf({ customerState }).includes("customer_archived"),
      sourceHold: holdsOf({ customerState, isSourcePaused, isHeapWaiting })[0] ?? null,
      destinationHold: holdsOf({ customerState, isDestinationPaused })[0] ?? null,
    }),
  );
  expect(rows).toHaveLength(4 * 2 * 2 * 4);
  expect(rows).toEqual(expected);
});

test("each single condition is there when the function names it", async () => {
  const all: Hold[] = [
    "customer_archived",
    "customer_paused",
    "source_paused",
    "destination_paused",
    "heap_waits",
  ];
  const rows = await read(all.map((hold) => `${heldBy(hold)} AS ${hold}`).join(", "));
  expect(rows.map((row) => all.filter((hold) => row[hold]))).toEqual(
    COMBINATIONS.map((facts) => holdsOf(facts)),
  );
});

test("a pause of the customer comes before one of its parts, and before Heap's limit", () => {
  const facts = { isSourcePaused: true, isDestinationPaused: true, isHeapWaiting: true } as const;
  const holds: Hold[] = holdsOf({ customerState: "paused", ...facts });
  expect(holds).toEqual(["customer_paused", "source_paused", "destination_paused", "heap_waits"]);
  expect(holdsOf({ customerState: "live" })).toEqual([]);
  expect(mayFlow({ customerState: "onboarding" })).toBe(true);
  expect(mayFlow({ customerState: "archived" })).toBe(false);
});
