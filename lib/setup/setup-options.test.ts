import { expect, test } from "vitest";
import { ctxOf } from "@/tools/testing/make-destination";
import { readSetupOptions, setupOptionsView } from "./setup-options";

test("the forms offer every instance, region and event type by name, and no type that Braze never posts", () => {
  const options = setupOptionsView.parse(readSetupOptions(ctxOf("viewer")));
  expect(options.brazeInstances).toContainEqual({
    id: "EU-02",
    restHost: "rest.fra-02.braze.eu",
    dashboardHost: "dashboard-02.braze.eu",
    partnerKeyName: "BRAZE_PARTNER_KEY_EU",
    hasPartnerKey: false,
  });
  expect(options.eventTypes).toContainEqual({
    type: "users.messages.email.Open",
    name: "Email Open",
    group: "Email",
    isRecommended: true,
  });
  expect(options.eventTypes.map(({ type }) => type)).not.toContain("users.profile.Update");
  expect(options.eventTypes).toContainEqual({
    type: "users.messages.survey.Response",
    name: "Survey Response",
    group: "Survey",
    isRecommended: true,
  });
});

test("the sandbox is offered only where there is one", () => {
  const { brazeInstances, heapRegions } = readSetupOptions(ctxOf("viewer"));
  const isThere = process.env.SANDBOX_URL !== undefined;
  expect(brazeInstances.some(({ id }) => id === "sandbox")).toBe(isThere);
  expect(heapRegions.some(({ region }) => region === "sandbox")).toBe(isThere);
});
