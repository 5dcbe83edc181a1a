import { expect, test } from "vitest";
import { RECOMMENDED_TYPES } from "@/lib/vendors/braze/catalog";
import { CURRENTS_PAGE } from "@/lib/vendors/braze/currents-page";
import { brazeSteps, toPlainText } from "./instruction-steps";

type Source = Parameters<typeof brazeSteps>[1];

const textFor = (eventTypes: string[] | null) => {
  const source = { eventTypes, hasBearerToken: false } as Source;
  return toPlainText("In Braze", brazeSteps("Acme", source, "https://example.com/a", CURRENTS_PAGE));
};

test("the text to copy names every chosen event under Braze's headings, and what Braze does not document by its type", () => {
  const text = textFor([...RECOMMENDED_TYPES, "users.messages.fax.Sent"]);
  expect(text).toContain(`Tick these ${RECOMMENDED_TYPES.length + 1} events; others are not forwarded`);
  expect(text).toContain("   Message engagement events\n");
  expect(text).toContain("- Email: Bounce, Click, Mark As Spam, Open, Soft Bounce, Unsubscribe\n");
  expect(text).toContain(
    "   Customer behavior and user events\n   - Behavior: Custom Event, Install Attribution, Purchase",
  );
  expect(text).toContain("   Other events\n   - By type: users.messages.fax.Sent\n");
  expect(text).not.toContain("Delivery,");
});

test("without a list the text leaves the choice to Braze", () => {
  expect(textFor(null)).toContain("Tick the events to send. All of them arrive in Heap.");
});
