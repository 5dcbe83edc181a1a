import { expect, test } from "vitest";
import { revertEdit, revertEntry } from "./find-revert";

const labels = {
  identityField: "Identity",
  prefix: "Prefix",
  placeholders: "Placeholders",
  bearerToken: "Token",
};

test("an edit is taken back by the fields it changed, never by a secret", () => {
  const before = { identityField: "a", prefix: null, placeholders: ["x"], bearerToken: false };
  const saved = { identityField: "b", prefix: null, placeholders: ["y"], bearerToken: true };
  expect(revertEdit(before, saved, labels)).toEqual({ identityField: "a", placeholders: ["x"] });
  expect(revertEdit(before, { ...before, bearerToken: true }, labels)).toBeNull();
});

test("an audit entry is taken back as far as it is kept and nothing has changed since", () => {
  const entry = {
    before: { identityField: "a", placeholders: 1, bearerToken: "not set" },
    after: { identityField: "b", placeholders: 2, bearerToken: "set", appGroupId: null },
  };
  const saved = { identityField: "b", prefix: null, placeholders: ["x", "y"], bearerToken: true };
  expect(revertEntry(entry, saved, labels)).toEqual({ change: { identityField: "a" }, isPartly: true });
  expect(revertEntry(entry, { ...saved, identityField: "c" }, labels)).toBeNull();
  expect(revertEntry({ before: null, after: null }, saved, labels)).toBeNull();
  const whole = { before: { prefix: "old-" }, after: { prefix: null } };
  expect(revertEntry(whole, saved, labels)).toEqual({ change: { prefix: "old-" }, isPartly: false });
});

test("rules and names are taken back too, although the log keeps the parts of each in another order than the screen", () => {
  const rules = { propertyRules: "Rules", eventNames: "Names" };
  const entry = {
    before: { propertyRules: [], eventNames: [] },
    after: {
      propertyRules: [{ action: "drop", pattern: "email" }],
      eventNames: [{ to: "Opened", from: "users.x.Y" }],
    },
  };
  const saved = {
    propertyRules: [{ pattern: "email", action: "drop" }],
    eventNames: [{ from: "users.x.Y", to: "Opened" }],
  };
  expect(revertEntry(entry, saved, rules)).toEqual({ change: entry.before, isPartly: false });
  const moved = { ...saved, eventNames: [{ from: "users.x.Y", to: "Seen" }] };
  expect(revertEntry(entry, moved, rules)).toEqual({ change: { propertyRules: [] }, isPartly: true });
});
