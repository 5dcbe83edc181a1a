/** The kind of subject of an action, as the screens call it. */
const NOUNS: Record<string, string> = {
  api_key: "the API key",
  customer: "the customer",
  destination: "the destination",
  segment: "the segment",
  source: "the source",
  user: "the user",
};

/** Subjects without a name: they go by the name of what they belong to. */
const PARTS: Record<string, string> = {
  connect_link: "a connect link of",
  endpoint: "the endpoint of",
  status_link: "a status link of",
  sync: "a sync of",
  webhook_secret: "a webhook secret of",
};

const VERBS: Record<string, string> = {
  added: "Added",
  archived: "Archived",
  cancelled: "Cancelled",
  created: "Created",
  disabled: "Disabled",
  enabled: "Enabled",
  invited: "Invited",
  paused: "Paused",
  requested: "Requested",
  reset: "Reset",
  restored: "Brought back",
  resumed: "Resumed",
  revealed: "Revealed",
  revoked: "Revoked",
  rotated: "Rotated",
  updated: "Changed",
  used: "Used",
};

/** Actions that need more words than verb and noun. */
const PHRASES: Record<string, string> = {
  "alert.acknowledged": "Acknowledged an alert of the customer",
  "alert.acknowledgement_withdrawn": "Undid the acknowledgement of an alert of the customer",
  "alert.assigned": "Assigned an alert of the customer",
  "alert.dismissed": "Dismissed an alert of the customer",
  "alert.note_added": "Added a note to an alert of the customer",
  "alert.snoozed": "Snoozed an alert of the customer",
  "alert.unassigned": "Unassigned an alert of the customer",
  "alert.woken": "Ended the snooze of an alert of the customer",
  "api_key.used_after_silence": "First use after a long silence of the API key",
  "customer.erasure_requested": "Requested the erasure of one user from the customer",
  "customer.events_exported": "Downloaded the events of the customer",
  "customer.exported": "Downloaded everything about the customer",
  "customer.identity_erased": "Erased one user from the customer",
  "customer.muted": "Muted the notices of the customer",
  "customer.syncs_exported": "Downloaded the syncs of the customer",
  "customer.unmuted": "Ended the mute of the customer",
  "deletion_request.approved": "Started the deletion of a user that Braze asked for",
  "deletion_request.carried_out": "Deleted a user as Braze asked",
  "deletion_request.closed": "Closed a request to delete a user by hand",
  "deletion_request.failed": "Could not delete everything about a user",
  "deletion_request.lifted": "Allowed data of a deleted user again",
  "deletion_request.refused": "Refused a request to delete a user",
  "deletion_request.started": "Began to delete a user as Braze asked",
  "deletion_request.step_asked": "Asked for the deletion of a user",
  "deletion_request.step_done": "Finished a part of the deletion of a user",
  "deletion_request.step_failed": "Could not finish a part of the deletion of a user",
  "deletion_request.step_left": "Left a part of the deletion of a user to a person",
  "deletion_request.step_waiting": "Started a part of the deletion of a user again",
  "deletion_request.tried_again": "Tried again to delete a user",
  "destination.hop_asked_again": "Asked again for a skipped check of the destination",
  "destination.hop_skipped": "Skipped a check of the destination",
  "destination.kind_changed": "Changed how segments show in Braze for the destination",
  "destination.key_tested": "Tested the Braze key of the destination",
  "history.rebuilt": "Counted the history again",
  "endpoint.revealed": "Revealed the address of the endpoint of",
  "segment.dry_run_made": "Made a dry run of a sync of the segment",
  "segment.clear_requested": "Turned off and cleared the segment",
  "segment.identifier_set": "Set how users are identified in the segment",
  "segment.match_check_requested": "Requested a match check of the segment",
  "segment.members_exported": "Downloaded the members of the segment",
  "segment.mode_set": "Set the mode of the segment",
  "source.bearer_token_revealed": "Revealed the bearer token of the source",
  "source.event_simulated": "Simulated a Currents event on the source",
  "source.identities_compared": "Compared the identities with Heap’s members for the source",
  "source.type_decided": "Decided about a new event type of the source",
  "source.test_event_sent": "Sent a test event to Heap from the source",
  "status_link.revealed": "Revealed the address of a status link of",
  "user.invited_again": "Sent a new invitation to the user",
  "user.password_changed": "Changed the password of the user",
  "user.password_set": "Set the password of the user",
  "user.provider_connected": "Connected single sign-on for the user",
  "user.provider_disconnected": "Disconnected single sign-on for the user",
  "user.session_ended": "Ended a session of the user",
  "user.sign_in_refused": "Refused attempts to sign in as",
  "user.signed_in": "Signed in as",
  "user.signed_out": "Signed out as",
  "user.time_zone_set": "Set the time zone of the user",
  "user.reset": "Made a link to reset the password of the user",
};

/**
 * An audit entry's action in words, such as `Changed the source “Braze Currents”`. An unknown action is spelled out.
 * @param action `<word>.<past verb>`
 * @param subjectName null when the subject has no name or is gone
 */
export function summarizeAction(action: string, subjectName: string | null): string {
  const phrase = PHRASES[action] ?? composePhrase(action);
  return subjectName === null ? phrase.replace(/ (of|as)$/, "") : `${phrase} “${subjectName}”`;
}

function composePhrase(action: string): string {
  const [word = "", done = ""] = action.split(".");
  const noun = PARTS[word] ?? NOUNS[word] ?? word.replaceAll("_", " ");
  const verb = VERBS[done];
  if (verb) return `${verb} ${noun}`;

  const spelled = done.replaceAll("_", " ");
  return `${spelled.charAt(0).toUpperCase()}${spelled.slice(1)}: ${noun}`;
}
