import { expect, test } from "vitest";
import { recordedActions } from "@/tools/testing/recorded-actions";
import { CHANGE_ACTIONS } from "./change-kinds";

/** Actions that change nothing about how data flows: something was looked at, tried or asked for. */
const NO_CHANGES = [
  "connect_link.created",
  "connect_link.revoked",
  "destination.hop_asked_again",
  "destination.hop_skipped",
  "destination.key_tested",
  "endpoint.revealed",
  "segment.dry_run_made",
  "segment.match_check_requested",
  "segment.members_exported",
  "source.bearer_token_revealed",
  "source.event_simulated",
  "source.identities_compared",
  "source.test_event_sent",
];

test("every audited action on the parts that data flows through is a change or known not to be one", () => {
  const actions = recordedActions().filter((action) =>
    /^(connect_link|destination|endpoint|segment|source|webhook_secret)\./.test(action),
  );
  const decided = [...CHANGE_ACTIONS, ...NO_CHANGES];
  expect(actions.filter((action) => !decided.includes(action))).toEqual([]);
  expect(NO_CHANGES.filter((action) => !actions.includes(action))).toEqual([]);
});
