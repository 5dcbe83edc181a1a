import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import type { DestinationKind } from "@/prisma/generated/enums";

/** An alert as the customer sees it. */
interface AlertWords {
  title: string;
  /** What it means for them. */
  meaning: string;
  /** What they can do, told after “What you can do:”; the team has its own next action, which customers never see. */
  nextAction: string;
}

/** The name of what an alert is about. */
interface About {
  segment: string | null;
  /** The kind of its destination; null when it is about something else. */
  kind: DestinationKind | null;
  canToggle: boolean;
}

const TEAM_SEES = "Nothing. The team has been told and is looking into it.";

const WORDS: Record<AlertKind, (about: About) => AlertWords> = {
  braze_key_refused: ({ kind }) => ({
    title: "Braze does not accept your segments",
    meaning: "Braze refuses the credentials for your workspace, so no segments are sent. Changes are kept.",
    nextAction:
      kind === "attribute"
        ? "In Braze, open Settings › APIs and Identifiers › API Keys and check whether the key for Tributary is still there and has the permission users.track. If not, create a new one and ask the team for a link to enter it."
        : "In Braze, open Partner Integrations › Technology Partners › Heap and check whether the Data Import Key was renewed. If so, ask the team for a link to enter the new one. If the Heap import is missing, ask your Braze account manager to enable it for your workspace.",
  }),
  recurring_cap: ({ canToggle }) => ({
    title: "New segments are not sent to Braze",
    meaning: "The maximum number of segments is already on, so new ones are off at first.",
    nextAction: canToggle
      ? "Turn off a segment you no longer need, then turn on the one you want."
      : "Tell the team which segment you no longer need, so that a new one can take its place.",
  }),
  pages_missing: ({ segment }) => ({
    title: `Heap has not sent all of ${named(segment, "a segment")}`,
    meaning: "The part that arrived has been applied; some of its users may be missing from Braze.",
    nextAction:
      "In Heap, sync the segment again. If this comes back, turn its sync to this integration off and on again.",
  }),
  id_token_changed: () => ({
    title: "Segments come from another Heap environment",
    meaning: "Two Heap environments may be writing to the same segments.",
    nextAction: "Check in Heap that only the right environment, usually production, uses this integration.",
  }),
  deliveries_failing: () => ({
    title: "Heap is not accepting your events right now",
    meaning: "Events from Braze are kept, and sent as soon as Heap accepts them again.",
    nextAction: "Nothing yet. Sending is retried every few minutes.",
  }),
  deliveries_rejected: () => ({
    title: "Heap refuses your events",
    meaning: "Events from Braze are kept, and sent as soon as the problem is fixed.",
    nextAction: "Tell the team the app ID of your Heap environment: in Heap, Account › Manage › Projects.",
  }),
  heap_app_refused: () => ({
    title: "Heap does not accept events for the configured environment",
    meaning: "Events from Braze are kept, and sent as soon as the right environment is set.",
    nextAction: "Tell the team the app ID of your Heap environment: in Heap, Account › Manage › Projects.",
  }),
  too_much_waiting: () => ({
    title: "Braze has sent more than could be passed on to Heap",
    meaning:
      "Events already received are kept and sent. Until there is room again, Braze holds new events and retries for a while.",
    nextAction: TEAM_SEES,
  }),
  too_much_stored: () => ({
    title: "Far more data than usual arrived in one day",
    meaning:
      "Everything received is kept. Until there is room again, within hours, Braze and Heap hold new data and retry.",
    nextAction:
      "If a test or a script sends to the URLs you were given, stop it. Otherwise, the team is looking into it.",
  }),
  too_many_segments: () => ({
    title: "There is no room for a new segment",
    meaning:
      "Heap has sent as many segments as are allowed. Existing ones continue; the new one is not accepted.",
    nextAction: "In Heap, turn off this integration for the new segment, or ask the team to raise the limit.",
  }),
  // The team's alert says which of these it was, in words that are not for the customer.
  currents_refused: () => ({
    title: "Some requests to the Currents URL are refused",
    meaning:
      "Their URL, bearer token or content was wrong. If they came from Braze, those events do not reach Heap, and Braze turns off a Current that fails for days.",
    nextAction:
      "In Braze, open the Current and compare its endpoint URL and bearer token with those you were given; ask the team if you no longer have them. If both are right, tell the team whether another system uses this URL.",
  }),
  pages_refused: () => ({
    title: "Some requests to the segments URL are refused",
    meaning:
      "Their URL, signature, time or content was wrong. If they came from Heap, those segment changes do not reach Braze.",
    nextAction:
      "In Heap, open Integrations › Developer Hub. If the webhook secret was renewed there, ask the team for a link to enter the new one. If not, tell the team whether another system uses this URL.",
  }),
  owed_stuck: ({ segment }) => ({
    title: `Changes to ${named(segment, "a segment")} are stuck`,
    meaning: "Braze has not accepted them for a while. They are kept and retried.",
    nextAction: TEAM_SEES,
  }),
  pushes_failing: ({ segment }) => ({
    title: `Braze is not accepting ${named(segment, "your segments")} right now`,
    meaning: "Changes are kept, and sent as soon as Braze accepts them again.",
    nextAction: "Nothing yet. Sending is retried every few minutes.",
  }),
  braze_limit_used: () => ({
    title: "Your segments are taking longer than usual to reach Braze",
    meaning:
      "Braze limits the calls per hour for your workspace, and there is more to send. Changes are kept, and sent hour by hour.",
    nextAction:
      "Nothing: it resolves automatically. If it comes back, turn off segments that you do not use, or ask Braze for a higher limit.",
  }),
  members_refused: () => ({
    title: "Some of your users cannot be sent to Braze",
    meaning: "Their IDs are not in a form that Braze accepts. The others are sent.",
    nextAction:
      "Check in Heap which user property the segment sends as the ID. The team has been told too and will get back to you.",
  }),
  users_without_id: ({ segment }) => ({
    title: `Heap sends users of ${named(segment, "a segment")} without an ID`,
    meaning:
      "The user property that is sent as the ID is empty for them, so Braze cannot be told about them.",
    nextAction:
      "In Heap, open the segment’s Integrations card and choose the user property that holds the ID by which Braze knows your users. Then sync the segment again.",
  }),
  unknown_action: () => ({
    title: "Heap sent an unknown request",
    meaning: "It changed nothing. A segment may differ from its copy in Braze.",
    nextAction:
      "Compare your segments with their copies in Braze. If one differs, sync it again in Heap. The team has been told too.",
  }),
  no_events: () => ({
    title: "Braze has not sent any events for longer than usual",
    meaning: "In the meantime, nothing new reaches Heap.",
    nextAction:
      "In Braze, check that the Current is still active. If no campaigns are running, this is expected.",
  }),
  quarantine_share: () => ({
    title: "Many events are set aside",
    meaning:
      "They have not reached Heap: most often, the user’s ID is missing or unusable. They can be sent later, once the cause is fixed.",
    nextAction:
      "Check whether your users in Braze have an external ID. The team has been told too and will get back to you.",
  }),
  user_properties_refused: () => ({
    title: "Heap does not accept some properties of your users",
    meaning: "Your events reach Heap as before, but some user properties are missing there.",
    nextAction: TEAM_SEES,
  }),
  erasure_interrupted: () => ({
    title: "An erasure is taking longer than it should",
    meaning: "Some of the person’s data has not been erased yet.",
    nextAction: TEAM_SEES,
  }),
  workspaces_mixed: () => ({
    title: "Two Braze workspaces send to the same address",
    meaning: "Events from the second one are set aside, so that users do not get mixed up in Heap.",
    nextAction:
      "Tell the team whether the second workspace belongs to you, and which one should go to this Heap.",
  }),
  new_event_types: () => ({
    title: "Braze has started sending new types of events",
    meaning: "The team decides whether they go to Heap. Nothing else is held up.",
    nextAction:
      "Tell the team if you have started something new in Braze that you want to see in Heap, or do not want there.",
  }),
  batch_set_aside: () => ({
    title: "Some events from Braze could not be read or recorded",
    meaning: "They are set aside and may be missing from Heap. Nothing else is held up.",
    nextAction: TEAM_SEES,
  }),
  work_stuck: () => ({
    title: "A background task in Tributary keeps failing",
    meaning: "Some data may be late. Nothing is lost, and everything else continues.",
    nextAction: TEAM_SEES,
  }),
  identity_mismatch: () => ({
    title: "Heap does not know the users your events are about",
    meaning: "Heap rarely recognizes the ID that Braze sends with them.",
    nextAction:
      "Find out which ID Heap knows your users by, and which attribute holds it in Braze. Tell the team.",
  }),
  deletion_requested: () => ({
    title: "Braze asks for some of your users to be deleted",
    meaning: "The requests are waiting for a decision, or could not be fully carried out.",
    nextAction: TEAM_SEES,
  }),
  sync_overdue: ({ segment }) => ({
    title: `${named(segment)} is overdue`,
    meaning: "Its regular update has not run on time. Its changes are kept.",
    nextAction: TEAM_SEES,
  }),
  webhook_unsigned: () => ({
    title: "What Heap sends is not signed",
    meaning: "It is accepted, but anyone who knows the URL could pose as your Heap.",
    nextAction:
      "In Heap, open Integrations › Developer Hub and reveal the webhook secret. Ask the team for a link to enter it.",
  }),
};

/** Puts an alert into words for the customer; an alert of an unknown kind only says that the team is on it. */
export function alertWords(kind: string, about: About): AlertWords {
  const words = Object.hasOwn(WORDS, kind) ? WORDS[kind as AlertKind] : undefined;
  return (
    words?.(about) ?? {
      title: "Something needs attention",
      meaning: "The team has been told about a problem with this connection.",
      nextAction: TEAM_SEES,
    }
  );
}

function named(segment: string | null, otherwise = "A segment"): string {
  return segment === null ? otherwise : `“${segment}”`;
}
