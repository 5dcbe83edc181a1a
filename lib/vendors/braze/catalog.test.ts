import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOG, eventName } from "@/lib/vendors/braze/catalog";

describe("the catalog of event types", () => {
  it("has the 93 types of the HTTP connector, six of version 11 and four more, each with a distinct name", () => {
    expect(CATALOG).toHaveLength(103);
    expect(new Set(CATALOG.map(({ type }) => type)).size).toBe(103);
    expect(new Set(CATALOG.map(({ name }) => name)).size).toBe(103);
  });

  it.each([
    ["users.messages.email.Open", "Email Open"],
    ["users.messages.pushnotification.IosForeground", "Push Notification iOS Foreground"],
    ["agentconsole.ToolInvocation", "Agent Tool Invocation"],
    ["users.profile.Update", "Profile Update"],
    ["contentoptimizer.ComponentStore", "Content Optimizer Component Store"],
    ["users.canvas.costep.Conversion", "Canvas Content Optimizer Step Conversion"],
    ["users.messages.landingpage.Click", "Landing Page Click"],
    ["users.messages.landingpage.FormSubmission", "Landing Page Form Submission"],
    ["users.messages.landingpage.Impression", "Landing Page Impression"],
    ["users.messages.survey.Response", "Survey Response"],
  ])("names %s %s", (type, name) => {
    expect(eventName(type)).toBe(name);
  });

  it.each([
    ["users.messages.fax.PaperJam", "Fax Paper Jam"],
    ["users.campaigns.UniqueReceipt", "Campaigns Unique Receipt"],
    ["users", "Users"],
    ["constructor", "Constructor"],
    ["...", "..."],
  ])("makes a name from the unknown type %s", (type, name) => {
    expect(eventName(type)).toBe(name);
  });

  it("never fails and never leaves an event without a name", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (type) => {
        expect(eventName(type)).not.toBe("");
      }),
    );
  });
});
