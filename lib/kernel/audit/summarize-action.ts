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
  connect_link: "a connect link for",
  endpoint: "the endpoint for",
  status_link: "a status link for",
  sync: "a sync of",
  webhook_secret: "a webhook secret for",
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
  restored: "Restored",
  resumed: "Resumed",
  revealed: "Revealed",
  revoked: "Revoked",
  rotated: "Rotated",
  updated: "Changed",
  used: "Used",
};

/** Actions that need more words than verb and noun. */
const PHRASES: Record<string, string> = {
  "alert.acknowledged": "Acknowledged an alert about the customer",
  "alert.acknowledgement_withdrawn": "Undid the acknowledgement of an alert about the customer",
  "alert.assigned": "Assigned an alert about the customer",
  "alert.dismissed": "Dismissed an alert about the customer",
  "alert.note_added": "Added a note to an alert about the customer",
  "alert.snoozed": "Snoozed an alert about the customer",
  "alert.unassigned": "Unassigned an alert about the customer",
  "alert.woken": "Ended the snooze of an alert about the customer",
  "api_key.used_after_silence": "First use in a long time of the API key",
  "customer.erasure_requested": "Requested the erasure of one user from the customer",
  "customer.events_exported": "Downloaded the events of the customer",
  "customer.exported": "Downloaded everything about the customer",
  "customer.identity_erased": "Erased one user from the customer",
  "customer.muted": "Muted notices about the customer",
  "customer.syncs_exported": "Downloaded the syncs of the customer",
  "customer.unmuted": "Unmuted notices about the customer",
  "deletion_request.approved": "Started the deletion of a user at Braze’s request",
  "deletion_request.carried_out": "Deleted a user at Braze’s request",
  "deletion_request.closed": "Closed a deletion request by hand",
  "deletion_request.failed": "Could not delete everything about a user",
  "deletion_request.lifted": "Allowed a deleted user’s data again",
  "deletion_request.refused": "Refused a deletion request",
  "deletion_request.started": "Began to delete a user at Braze’s request",
  "deletion_request.step_asked": "Requested the deletion of a user",
  "deletion_request.step_done": "Finished part of a user’s deletion",
  "deletion_request.step_failed": "Could not finish part of a user’s deletion",
  "deletion_request.step_left": "Left part of a user’s deletion to a person",
  "deletion_request.step_waiting": "Restarted part of a user’s deletion",
  "deletion_request.tried_again": "Retried the deletion of a user",
  "destination.hop_asked_again": "Undid the skipping of a check of the destination",
  "destination.hop_skipped": "Skipped a check of the destination",
  "destination.kind_changed": "Changed how segments show in Braze for the destination",
  "destination.key_tested": "Tested the Braze key of the destination",
  "history.rebuilt": "Recounted the history",
  "endpoint.revealed": "Revealed the address of the endpoint of",
  "segment.dry_run_made": "Ran a dry run of the segment",
  "segment.clear_requested": "Turned off and cleared the segment",
  "segment.identifier_set": "Changed how users are identified in the segment",
  "segment.match_check_requested": "Requested a match check of the segment",
  "segment.members_exported": "Downloaded the members of the segment",
  "segment.mode_set": "Set the mode of the segment",
  "source.bearer_token_revealed": "Revealed the bearer token of the source",
  "source.event_simulated": "Simulated a Currents event on the source",
  "source.identities_compared": "Compared the identities with Heap’s members for the source",
  "source.type_decided": "Decided on a new event type of the source",
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
  "user.reset": "Created a link to reset the password of the user",
};

/**
 * An audit entry's action in words, such as `Changed the source “Braze Currents”`. An unknown action is spelled out.
 * @param action `<word>.<past verb>`
 * @param subjectName null when the subject has no name or is gone
 */
export function summarizeAction(action: string, subjectName: string | null): string {
  const phrase = PHRASES[action] ?? composePhrase(action);
  return subjectName === null ? phrase.replace(/ (of|for|as)$/, "") : `${phrase} “${subjectName}”`;
}

function composePhrase(action: string): string {
  const [word = "", done = ""] = action.split(".");
  const noun = PARTS[word] ?? NOUNS[word] ?? word.replaceAll("_", " ");
  const verb = VERBS[done];
  if (verb) return `${verb} ${noun}`;

  const spelled = done.replaceAll("_", " ");
  return `${spelled.charAt(0).toUpperCase()}${spelled.slice(1)}: ${noun}`;
}
