import { expect, test } from "vitest";
import { fromClockText, momentWords, toClockText, zoneName } from "./moment";

const at = new Date("2026-11-24T23:30:05Z");

test("a time is told in the zone that is asked for, which has a name", () => {
  expect(momentWords(at, "Europe/Berlin")).toBe("25 Nov 2026, 00:30");
  expect(momentWords(at, "Europe/Berlin", { withSeconds: true })).toBe("25 Nov 2026, 00:30:05");
  expect(zoneName(at, "Europe/Berlin")).toBe("CET");
  expect(zoneName(new Date("2026-07-01T00:00:00Z"), "Europe/Berlin")).toBe("CEST");
  expect(zoneName(at, "UTC")).toBe("UTC");
});

test.each(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland"])(
  "what a field shows in %s is read back as the same time, on the days when clocks change too",
  (zone) => {
    for (const day of ["2026-03-29", "2026-10-25", "2026-11-01", "2026-04-05", "2026-09-27", "2026-06-01"]) {
      for (let hour = 0; hour < 24; hour++) {
        const shown = `${day}T${String(hour).padStart(2, "0")}:15`;
        const read = fromClockText(shown, zone) ?? new Date(Number.NaN);
        const again = toClockText(read, zone);
        // An hour that the clocks leave out is the one after.
        const isLeftOut = toClockText(new Date(read.getTime() - 3_600_000), zone) < shown && again > shown;
        expect(isLeftOut || again === shown).toBe(true);
      }
    }
  },
);

test("what is no time is none", () => {
  expect(fromClockText("", "UTC")).toBeNull();
  expect(toClockText(new Date("soon"), "UTC")).toBe("");
});
