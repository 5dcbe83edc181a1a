import { expect, test } from "vitest";
import { placeOfAlert } from "./place-of-alert";

const nothing = { customerId: "c", sourceId: null, destinationId: null, segmentId: null };
const ofSource = { ...nothing, sourceId: "s" };
const ofDestination = { ...nothing, destinationId: "d" };

test.each([
  ["heap_app_refused", ofSource, "setup?edit=heapAppId&of=s#s"],
  ["braze_key_refused", ofDestination, "setup?edit=brazeKey&of=d#d"],
  ["webhook_unsigned", ofDestination, "setup?edit=webhookSecret&of=d#d"],
  ["currents_refused", ofSource, "setup#s"],
  ["quarantine_share", ofSource, "events/issues"],
  ["batch_set_aside", ofSource, "events?outcome=quarantined&sourceId=s"],
  ["members_refused", ofDestination, "segments?members=refused&destinationId=d"],
  ["owed_stuck", { ...ofDestination, segmentId: "g" }, "segments/g"],
  ["users_without_id", { ...ofDestination, segmentId: "g" }, "segments/g"],
  ["deletion_requested", ofSource, "setup/data#deletion-requests"],
  ["too_much_waiting", nothing, "setup"],
  ["braze_key_refused", nothing, "setup"],
  ["a kind of a later version", ofSource, "setup"],
])("the next action of %s is done at the very place", (kind, about, path) => {
  expect(placeOfAlert({ ...about, kind }).path).toBe(`/customers/c/${path}`);
});

test("identities that Heap does not know lead to what was compared: no attribute may be right", () => {
  expect(placeOfAlert({ ...ofSource, kind: "identity_mismatch" })).toEqual({
    path: "/customers/c#identities-s",
    label: "See the identities",
  });
});
