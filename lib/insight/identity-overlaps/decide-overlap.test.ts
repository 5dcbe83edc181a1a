import { expect, test } from "vitest";
import { factsOf, fieldOf } from "@/tools/testing/identity-overlap";
import { decideOverlap } from "./decide-overlap";
import { type OverlapFacts, overlapFacts } from "./overlap-facts";
import { overlapWords } from "./overlap-words";

const FORMS = { email: 0, uuid: 0, hex24: 0, hex64: 0, number: 0 };

const decide = (facts: OverlapFacts) => decideOverlap(facts, "external_user_id");

function say(facts: OverlapFacts, isPaused = false) {
  return overlapWords(decide(facts), facts, {
    name: "Currents",
    identityField: "external_user_id",
    isPaused,
  });
}

test("next to nothing matches: the source probably uses the wrong identity, and what to do depends on whether it forwards", () => {
  const facts = factsOf(fieldOf(4_210), { memberForms: { ...FORMS, email: 19_990 } });
  expect(decide(facts)).toEqual({ verdict: "mismatch", isNearZero: true });

  const { message, cause, nextAction } = say(facts);
  expect(message).toBe("0% of 4,210 identities match: “Currents” is probably using the wrong identity.");
  expect(cause).toContain("Heap’s members look like email addresses; the identities from Braze do not. Or ");
  expect(nextAction).toMatch(
    /^First pause the source: every unknown identity creates a new user in Heap, .* Then ask the customer which ID/,
  );
  expect(say(facts, true).nextAction).toContain("nothing reaches Heap until you resume it");
});

test("when neither of Braze's ids matches, the advice is to change Heap, not the attribute", () => {
  const facts = factsOf(fieldOf(4_210), {
    other: fieldOf(4_300, 2),
    memberForms: { ...FORMS, email: 19_990 },
  });
  expect(decide(facts)).toEqual({ verdict: "neither_field", isNearZero: true });
  const { message, cause, nextAction } = say(facts);
  expect(message).toContain("0% of 4,210 identities match, and user_id would do no better");
  expect(cause).toContain("Heap’s members look like email addresses");
  expect(nextAction).toContain("heap.identify with Braze’s external ID");

  const differsInCase = factsOf(fieldOf(4_210), { other: fieldOf(4_300, 0, { ifBoth: 4_000 }) });
  expect(decide(differsInCase).verdict).toBe("mismatch");
  expect(decide(factsOf(fieldOf(4_210), { other: fieldOf(99) })).verdict).toBe("mismatch");
});

test("a few test users that match are still near zero, and shown as under 1%", () => {
  expect(decide(factsOf(fieldOf(4_210, 42)))).toMatchObject({ verdict: "mismatch", isNearZero: true });
  expect(say(factsOf(fieldOf(4_210, 42))).message).toContain("Under 1% of 4,210 identities");
  expect(decide(factsOf(fieldOf(4_210, 43)))).toEqual({ verdict: "matches", isNearZero: false });
});

test("a small share is fine, since segments contain only a part of Heap's users", () => {
  const { message, cause, nextAction } = say(factsOf(fieldOf(1_000, 120)));
  expect(message).toBe("12% of 1,000 identities match: Heap knows these users by external_user_id.");
  expect(cause).toContain("with a wrong ID, under 1% would match. Only users in a segment");
  expect(nextAction).toBeNull();
});

test("a rest is only spoken of where there is one", () => {
  expect(say(factsOf(fieldOf(991, 990))).cause).toContain("The rest may not be in any segment");
  expect(say(factsOf(fieldOf(991, 991)))).toEqual({
    message: "100% of 991 identities match: Heap knows these users by external_user_id.",
    cause: null,
    nextAction: null,
  });
});

test("few identities, few members, or a small segment of like-looking ids: too few to tell, no alarm", () => {
  for (const facts of [
    factsOf(fieldOf(99)),
    factsOf(fieldOf(4_210), { members: 99 }),
    factsOf(fieldOf(999), { members: 1_000 }),
  ]) {
    expect(decide(facts)).toEqual({ verdict: "too_few", isNearZero: false });
    expect(say(facts).message).toContain("too few to tell");
  }
  expect(decide(factsOf(fieldOf(1_000), { members: 1_000 })).verdict).toBe("mismatch");
});

test("ids of different kinds need no million pairs to tell", () => {
  const braze = fieldOf(200, 0, { forms: { ...FORMS, hex24: 200 } });
  const facts = factsOf(braze, { members: 300 });
  expect(decide(facts)).toMatchObject({ verdict: "mismatch", isNearZero: true });
  expect(say(facts).cause).toContain("Braze look like 24 hexadecimal digits, as Braze’s own user IDs do");
});

test("hashed ids are recognized and said, with where the hashing is taken off", () => {
  const facts = factsOf(fieldOf(200, 0, { forms: { ...FORMS, hex64: 200 } }), { members: 300 });
  expect(decide(facts)).toMatchObject({ verdict: "mismatch", isNearZero: true });

  const { message, cause, nextAction } = say(facts);
  expect(message).toBe("0% of 200 identities match: the IDs of “Currents” are hashed.");
  expect(cause).toContain("look like 64 hexadecimal digits, as hashed IDs do; Heap’s members do not.");
  expect(nextAction).toContain("turn off hashing for external_user_id");
  expect(say(factsOf(fieldOf(4_210), { memberForms: { ...FORMS, hex64: 19_990 } })).message).toContain(
    "wrong identity",
  );
});

test("a measurement from before hashed ids were counted is read", () => {
  const { hex64: _, ...older } = FORMS;
  const facts = { ...factsOf(fieldOf(200)), memberForms: older };
  expect(overlapFacts.parse(facts).memberForms).toEqual(FORMS);
});

test("a missing side is named", () => {
  expect(decide(factsOf(fieldOf(0))).verdict).toBe("no_identities");
  expect(say(factsOf(fieldOf(0), { events: 0 })).message).toBe("No events from Braze to compare.");
  expect(decide(factsOf(fieldOf(4_210), { members: 0 })).verdict).toBe("no_members");
  expect(say(factsOf(fieldOf(4_210), { members: 0 })).message).toContain("Heap has sent no segment");

  const anonymous = factsOf(fieldOf(0), { other: fieldOf(900) });
  expect(decide(anonymous).verdict).toBe("no_identities");
  expect(say(anonymous)).toMatchObject({
    message: "None of the last 5,000 events has a usable external_user_id.",
    cause: "900 identities are in user_id.",
  });
});

test("the other field is suggested when clearly more of it matches, even when this one is not near zero", () => {
  const zero = factsOf(fieldOf(4_210), { other: fieldOf(4_000, 3_480) });
  expect(decide(zero)).toEqual({ verdict: "other_field", field: "user_id", isNearZero: true });
  expect(say(zero).message).toMatch(/^0% of 4,210 .* With user_id, 87% would match\.$/);
  expect(say(zero).nextAction).toContain("set “Identity in Heap” to user_id in Setup.");

  const half = factsOf(fieldOf(4_000, 1_200), { other: fieldOf(4_000, 3_600) });
  expect(decide(half)).toEqual({ verdict: "other_field", field: "user_id", isNearZero: false });
  expect(decide(factsOf(fieldOf(4_000, 2_000), { other: fieldOf(4_000, 3_600) })).verdict).toBe("matches");
  expect(decide(factsOf(fieldOf(0), { other: fieldOf(900, 500) })).verdict).toBe("other_field");
});

test("a spelling difference is named with its side and by how much it would raise the match", () => {
  const lowerBraze = fieldOf(1_000, 0, { ifLowered: 850, ifBoth: 850, ifIdentityLowered: 850 });
  expect(decide(factsOf(lowerBraze))).toEqual({
    verdict: "spelling",
    isNearZero: true,
    spelling: { ignoring: "case", side: "braze", matched: 850 },
  });
  expect(say(factsOf(lowerBraze))).toMatchObject({
    message:
      "0% of 1,000 identities of “Currents” match as they are; 85% would if capitalization were ignored.",
    cause: expect.stringContaining("The IDs in Braze have capital letters"),
  });

  const lowerHeap = fieldOf(1_000, 300, { ifLowered: 700, ifBoth: 700, ifIdentityLowered: 310 });
  expect(decide(factsOf(lowerHeap))).toMatchObject({ isNearZero: false, spelling: { side: "heap" } });

  const spaces = fieldOf(1_000, 0, { ifTrimmed: 600, ifBoth: 620 });
  expect(decide(factsOf(spaces))).toMatchObject({
    spelling: { ignoring: "spaces", side: "heap", matched: 600 },
  });

  const both = fieldOf(1_000, 0, { ifTrimmed: 100, ifLowered: 20, ifBoth: 700 });
  expect(decide(factsOf(both))).toMatchObject({ spelling: { ignoring: "both", matched: 700 } });
  expect(say(factsOf(both)).message).toContain("70% would if case and spaces around them were ignored");

  expect(decide(factsOf(fieldOf(1_000, 500, { ifLowered: 540, ifBoth: 540 }))).verdict).toBe("matches");
});
