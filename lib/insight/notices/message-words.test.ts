import { expect, test } from "vitest";
import { quotableLine } from "@/lib/kernel/storable-text";
import { composeMessage, type TellableAlert } from "./message-words";

const alert: TellableAlert = {
  event: "opened",
  customerId: "01a20de3-9973-70d2-8b41-897b2cfb0a5b",
  kind: "quarantine_share",
  sourceId: null,
  destinationId: null,
  segmentId: null,
  message: "12% of the events of “Currents” are quarantined.",
  cause: "Most often: A placeholder.",
  sample: "The latest is of type Email Open.",
  nextAction: "Replay them.",
  openedAt: new Date("2026-11-24T13:02:00Z"),
  resolvedAt: null,
  wokeAt: null,
  dismissedBy: null,
  dismissedReason: null,
};
const customer = { id: alert.customerId, name: "Acme" };
const compose = (
  alerts: TellableAlert[],
  channel: "mail" | "webhook" = "mail",
  name = "Acme",
  timeZone = "UTC",
) =>
  composeMessage({ ...customer, name }, alerts, channel, {
    portalUrl: "https://portal.example.com",
    timeZone,
  });

test("one alert is the subject, and the body says customer, cause, example, what to do and where", () => {
  const { subject, body } = compose([alert]);
  expect(subject).toBe("[Tributary] Acme: 12% of the events of “Currents” are quarantined.");
  expect(body).toBe(
    [
      "Opened on 24 Nov 2026, 13:02 UTC: 12% of the events of “Currents” are quarantined.",
      "Most often: A placeholder.",
      "Example: The latest is of type Email Open.",
      "What to do: Replay them.",
      `Open the causes: https://portal.example.com/customers/${customer.id}/events/issues`,
      "",
      `Acme in Tributary: https://portal.example.com/customers/${customer.id}`,
    ].join("\n"),
  );
});

test("several are counted in the subject, opened before resolved", () => {
  const resolved = { ...alert, event: "resolved", resolvedAt: new Date("2026-11-24T14:00:00Z") } as const;
  const { subject, body } = compose([resolved, alert, alert]);
  expect(subject).toBe("[Tributary] Acme: 2 alerts opened, 1 resolved");
  expect(body.indexOf("Opened on")).toBeLessThan(body.indexOf("Resolved on 24 Nov 2026, 14:00 UTC"));
});

test("a dismissed alert says who dismissed it and why", () => {
  const { body } = compose([
    {
      ...alert,
      event: "resolved",
      resolvedAt: new Date("2026-11-24T14:00:00Z"),
      dismissedBy: "Ada",
      dismissedReason: "Replayed",
    },
  ]);
  expect(body).toContain("Dismissed by Ada on 24 Nov 2026, 14:00 UTC: 12% of the events");
  expect(body).toContain("\nReason: Replayed\n");
});

test("what only Heap or Braze can end has no link to a page where nothing can be done", () => {
  expect(compose([{ ...alert, kind: "deliveries_failing" }]).body).not.toContain("Open Setup");
});

test("a customer's name can neither break the subject's line nor write markup into Slack", () => {
  expect(compose([alert], "mail", "Acme\r\nBcc: all@example.com").subject).not.toMatch(/[\r\n]/);
  const { body } = compose([alert], "webhook", "<!channel> & <https://evil.example|click>");
  expect(body).toContain("&lt;!channel&gt; &amp; &lt;https[:]//evil.example|click&gt;");
  expect(body).not.toMatch(/[<>]/);
});

test("a long subject is cut, a long list counted", () => {
  expect(compose([{ ...alert, message: "x".repeat(1_000) }]).subject.length).toBeLessThanOrEqual(200);
  expect(compose(Array.from({ length: 25 }, () => alert)).body).toContain("And 5 more.");
});

test("a segment's name makes no line and no link of its own, and reads in one direction", () => {
  const name = quotableLine("VIP”.\n\nWhat to do: \u202esign in again\u2069 at https://evil.example");
  const message = `“${name}” owes 3 members.`;
  const { body, subject } = compose([
    { ...alert, message, sample: `“${name}”`, nextAction: "Wait.\nOr not." },
  ]);
  expect(body.split("\n").filter((line) => line.startsWith("What to do: "))).toEqual([
    "What to do: Wait. Or not.",
  ]);
  expect(body).toContain('“VIP". What to do: sign in again at https[:]//evil.example” owes 3 members.');
  expect(body.match(/https:/g)).toHaveLength(2);
  expect(subject).not.toContain("https:");
});

test("what a mail program makes a link of is none: www and mailto as well", () => {
  const { body } = compose([
    { ...alert, message: "“see www.evil.example, (WWW.b.example) mailto:a@b.example”" },
  ]);
  expect(body).toContain("“see www[.]evil.example, (WWW[.]b.example) mailto[:]a@b.example”");
});

test("an alert that is back after a snooze says so, and since when it is open", () => {
  const { body } = compose([{ ...alert, wokeAt: new Date("2026-11-25T09:00:00Z") }]);
  expect(body).toContain(
    "Back on 25 Nov 2026, 09:00 UTC after a snooze, open since 24 Nov 2026, 13:02 UTC: 12% of the events",
  );
});

test("every time is told in the reader's zone, also one within an alert's words", () => {
  const late = { ...alert, message: "Heap has accepted nothing since 24 Nov 2026, 23:30 UTC." };
  const { subject, body } = compose([late], "mail", "Acme", "Europe/Berlin");
  expect(body).toContain(
    "Opened on 24 Nov 2026, 14:02 CET: Heap has accepted nothing since 25 Nov 2026, 00:30 CET.",
  );
  expect(subject).toContain("since 25 Nov 2026, 00:30 CET");
});
