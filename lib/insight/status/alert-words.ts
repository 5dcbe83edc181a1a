import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import type { DestinationKind } from "@/prisma/generated/enums";

/** An alert as the customer sees it. */
interface AlertWords {
  title: string;
  /** What it means for them. */
  meaning: string;
  /** What they can do; the team has its own next action, which customers never see. */
  nextAction: string;
}

/** The name of what an alert is about. */
interface About {
  segment: string | null;
  /** The kind of its destination; null when it is about something else. */
  kind: DestinationKind | null;
  canToggle: boolean;
}

const TEAM_SEES = "The team sees this and looks into it. There is nothing you need to do.";

const WORDS: Record<AlertKind, (about: About) => AlertWords> = {
  braze_key_refused: ({ kind }) => ({
    title: "Braze does not take your segments",
    meaning:
      "Braze refuses the credentials for your workspace, so no segment is sent. What is to sync is kept.",
    nextAction:
      kind === "attribute"
        ? "In Braze, open Settings › APIs and Identifiers › API Keys and see whether the key for Tributary is still there and has the permission users.track. If not, make a new one and ask the team for a link to enter it."
        : "In Braze, open Partner Integrations › Technology Partners › Heap and see whether the Data Import Key was renewed. If it was, ask the team for a link to enter the new one. If the Heap import is not there, ask your Braze account manager to enable it for your workspace.",
  }),
  recurring_cap: ({ canToggle }) => ({
    title: "New segments are not sent to Braze",
    meaning: "The most segments that can be kept up to date are on already, so new ones are off.",
    nextAction: canToggle
      ? "Turn off a segment you no longer need, then turn on the one you want."
      : "Tell the team which segment you no longer need, so that a new one can take its place.",
  }),
  pages_missing: ({ segment }) => ({
    title: `Heap has not sent all of ${named(segment, "a segment")}`,
    meaning: "What arrived is applied; some of its users may be missing in Braze.",
    nextAction:
      "In Heap, sync the segment again. If this comes back, turn its sync to this integration off and on.",
  }),
  id_token_changed: () => ({
    title: "Segments come from another Heap environment",
    meaning: "Two environments of Heap may be writing into the same segments.",
    nextAction:
      "Check in Heap that only the environment you mean, usually production, uses this integration.",
  }),
  deliveries_failing: () => ({
    title: "Heap does not take your events right now",
    meaning: "Events that arrive from Braze are kept and sent as soon as Heap takes them again.",
    nextAction: "Nothing to do yet: it is tried again every few minutes.",
  }),
  deliveries_rejected: () => ({
    title: "Heap refuses your events",
    meaning: "Events that arrive from Braze are kept and sent as soon as what Heap refuses is set right.",
    nextAction: "Tell the team the app ID of your Heap environment: in Heap, Account › Manage › Projects.",
  }),
  heap_app_refused: () => ({
    title: "Heap does not accept events for the configured environment",
    meaning: "Events that arrive from Braze are kept and sent as soon as the right environment is set.",
    nextAction: "Tell the team the app ID of your Heap environment: in Heap, Account › Manage › Projects.",
  }),
  too_much_waiting: () => ({
    title: "More has come from Braze than could be sent to Heap",
    meaning:
      "What has arrived is kept and sent. Until there is room again Braze keeps new events and repeats them for a while.",
    nextAction: TEAM_SEES,
  }),
  too_much_stored: () => ({
    title: "Much more has arrived in a day than is usual",
    meaning:
      "What has arrived is kept. Until there is room again, within hours, Braze and Heap keep what is new and send it again.",
    nextAction:
      "If a test or a script sends to the addresses you were given, stop it. Otherwise the team sees this and looks into it.",
  }),
  too_many_segments: () => ({
    title: "A new segment has no room",
    meaning: "Heap has sent as many segments as fit. Those that are there go on; the new one is not taken.",
    nextAction: "In Heap, turn off this integration for the new segment, or ask the team for more room.",
  }),
  // The team's alert says which of these it was, in words that are not for the customer.
  currents_refused: () => ({
    title: "Some of what is sent to the Currents address is refused",
    meaning:
      "Its address, its bearer token or its content was not right. If it came from Braze, those events do not reach Heap, and Braze stops repeating them after a while.",
    nextAction:
      "In Braze, open the Current and compare its endpoint URL and bearer token with those you were given; ask the team if you no longer have them. If both are right, tell the team whether another system uses this address.",
  }),
  pages_refused: () => ({
    title: "Some of what is sent to the segments address is refused",
    meaning:
      "Its address, its signature, its time or its content was not right. If it came from Heap, those changes of your segments do not reach Braze.",
    nextAction:
      "In Heap, open Integrations › Developer Hub. If the webhook secret was renewed there, ask the team for a link to enter the new one. If not, tell the team whether another system uses this address.",
  }),
  owed_stuck: ({ segment }) => ({
    title: `Changes of ${named(segment, "a segment")} are stuck`,
    meaning: "Braze has not taken them for a while. They are kept and tried again.",
    nextAction: TEAM_SEES,
  }),
  pushes_failing: ({ segment }) => ({
    title: `Braze does not take ${named(segment, "your segments")} right now`,
    meaning: "Changes are kept, and sent as soon as Braze takes them again.",
    nextAction: "Nothing to do yet: it is tried again every few minutes.",
  }),
  braze_limit_used: () => ({
    title: "Your segments take longer to reach Braze than usual",
    meaning:
      "Braze allows your workspace only so many calls an hour, and there is more to send. What is to sync is kept, and sent hour by hour.",
    nextAction:
      "Nothing to do: it ends by itself. If it comes back, turn off segments that you do not use, or ask Braze for a higher limit.",
  }),
  members_refused: () => ({
    title: "Braze refuses some of your users",
    meaning: "Their ids are not in a form that Braze takes. The others are in their cohorts.",
    nextAction:
      "Check in Heap which user property the segment sends as the id. The team sees this too and will come back to you.",
  }),
  users_without_id: ({ segment }) => ({
    title: `Heap sends users of ${named(segment, "a segment")} without an id`,
    meaning:
      "They have no value in the user property that is sent as the id, so they cannot be in the cohort in Braze.",
    nextAction:
      "In Heap, open the segment's Integrations card and choose the user property that holds the id by which Braze knows your users. Then sync the segment again.",
  }),
  unknown_action: () => ({
    title: "Heap asked for something that is not known here",
    meaning: "Nothing was changed by it. A segment may differ from its cohort in Braze.",
    nextAction:
      "Compare your segments with their cohorts. If one differs, sync it again in Heap. The team sees this too.",
  }),
  no_events: () => ({
    title: "No events have come from Braze for longer than usual",
    meaning: "Nothing new reaches Heap meanwhile.",
    nextAction: "In Braze, check that the Current is still active and that its campaigns are running.",
  }),
  quarantine_share: () => ({
    title: "Many events cannot be assigned to a user",
    meaning: "They are kept aside and can be sent later, once it is clear whose they are.",
    nextAction:
      "Check whether your users in Braze have an external ID. The team sees this too and will come back to you.",
  }),
  user_properties_refused: () => ({
    title: "Heap does not take some properties of your users",
    meaning: "Your events reach Heap as before. What they say about the users themselves is missing there.",
    nextAction: TEAM_SEES,
  }),
  erasure_interrupted: () => ({
    title: "An erasure takes longer than it should",
    meaning: "The data of the person to be erased is not all gone yet.",
    nextAction: TEAM_SEES,
  }),
  workspaces_mixed: () => ({
    title: "Two Braze workspaces send to the same address",
    meaning: "The events of the second one are held, so that their users do not mix in Heap.",
    nextAction:
      "Tell the team whether the second workspace belongs to you, and which one should go to this Heap.",
  }),
  new_event_types: () => ({
    title: "Braze sends a kind of event that is new here",
    meaning: "The team decides whether it goes to Heap. It holds up nothing else.",
    nextAction: "Tell the team if you want these events in Heap, or not.",
  }),
  batch_set_aside: () => ({
    title: "Some events from Braze could not be read or recorded",
    meaning: "They are kept aside and may be missing in Heap. They hold up nothing else.",
    nextAction: TEAM_SEES,
  }),
  work_stuck: () => ({
    title: "Something that Tributary does by itself fails again and again",
    meaning: "What it is about may be late. Nothing is lost, and everything else goes on.",
    nextAction: TEAM_SEES,
  }),
  identity_mismatch: () => ({
    title: "Heap does not know the users your events are about",
    meaning: "The id that comes with them from Braze is hardly ever one that Heap knows a user by.",
    nextAction:
      "Find out which id Heap knows your users by, and which attribute holds it in Braze. Tell the team.",
  }),
  deletion_requested: () => ({
    title: "Some of your users asked to be deleted",
    meaning:
      "Braze passed the requests on. They wait for a decision, or could not be carried out completely.",
    nextAction: TEAM_SEES,
  }),
  sync_overdue: ({ segment }) => ({
    title: `${named(segment)} is overdue`,
    meaning: "Its regular update has not run on time. What is to sync is kept.",
    nextAction: TEAM_SEES,
  }),
  webhook_unsigned: () => ({
    title: "What Heap sends is not signed",
    meaning: "It is accepted, but a sender who knows the address could pose as your Heap.",
    nextAction:
      "In Heap, open Integrations › Developer Hub and reveal the webhook secret. Ask the team for a link to enter it.",
  }),
};

/** Puts an alert into words for the customer; an alert of an unknown kind only says that the team is on it. */
export function alertWords(kind: string, about: About): AlertWords {
  const words = Object.hasOwn(WORDS, kind) ? WORDS[kind as AlertKind] : undefined;
  return (
    words?.(about) ?? {
      title: "Something needs a look",
      meaning: "The team was told about a problem with this connection.",
      nextAction: TEAM_SEES,
    }
  );
}

function named(segment: string | null, otherwise = "A segment"): string {
  return segment === null ? otherwise : `“${segment}”`;
}
