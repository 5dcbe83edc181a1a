import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import { type SetupField, toSetupField } from "@/lib/setup/field-address";

/** Where in the portal the next action of an alert is done. */
export interface AlertPlace {
  /** Relative to the portal's address. */
  path: string;
  label: string;
}

/** What of an alert says where that is. */
export interface PlacedAlert {
  customerId: string;
  kind: string;
  sourceId: string | null;
  destinationId: string | null;
  segmentId: string | null;
}

type Place = (alert: PlacedAlert) => AlertPlace;

const PLACES: Partial<Record<AlertKind, Place>> = {
  // Where another attribute helps, the way to it is there; often only the customer's Heap can be changed.
  identity_mismatch: part("identities", "See the identities"),
  heap_app_refused: field("heapAppId", "Edit the Heap app ID"),
  deliveries_rejected: field("heapAppId", "Edit the Heap app ID"),
  user_properties_refused: field("userProperties", "Edit the user properties"),
  braze_key_refused: field("brazeKey", "Enter the key"),
  webhook_unsigned: field("webhookSecret", "Add the webhook secret"),
  currents_refused: card("Open the source"),
  workspaces_mixed: card("Open the source"),
  new_event_types: part("new-types", "Decide"),
  pages_refused: card("Open the destination"),
  pages_missing: segment(""),
  users_without_id: segment(""),
  sync_overdue: segment("", "sort=nextSync"),
  owed_stuck: segment("", "members=owed"),
  members_refused: segment("?standing=refused#members", "members=refused"),
  unknown_action: segment(""),
  too_many_segments: segment(""),
  recurring_cap: segment("", "mode=off"),
  pushes_failing: page("syncs", "Open Syncs"),
  braze_limit_used: page("syncs", "Open Syncs"),
  deletion_requested: page("setup/data#deletion-requests", "Open the requests"),
  erasure_interrupted: page("setup/data", "Open Data and erasure"),
  batch_set_aside: quarantined,
  quarantine_share: page("events/issues", "Open the causes"),
};

/** The place for an alert's next action: the very field, if it is one; Setup, unless its kind has another. */
export function placeOfAlert(alert: PlacedAlert): AlertPlace {
  const place = Object.hasOwn(PLACES, alert.kind) ? PLACES[alert.kind as AlertKind] : undefined;
  return (place ?? page("setup", "Open Setup"))(alert);
}

function page(path: string, label: string): Place {
  return ({ customerId }) => ({ path: `/customers/${customerId}/${path}`, label });
}

/** The form of a field, of the source or destination that the alert is about. */
function field(name: SetupField, label: string): Place {
  return (alert) => {
    const ofId = alert.sourceId ?? alert.destinationId;
    return ofId
      ? { path: toSetupField(alert.customerId, name, ofId), label }
      : page("setup", "Open Setup")(alert);
  };
}

/** A part of the customer's overview that is about the source: who knows its identities, or the types to decide about. */
function part(name: "identities" | "new-types", label: string): Place {
  return ({ customerId, sourceId }) => ({
    path: `/customers/${customerId}${sourceId ? `#${name}-${sourceId}` : ""}`,
    label,
  });
}

/** The part of Setup about the source or destination. */
function card(label: string): Place {
  return (alert) => {
    const ofId = alert.sourceId ?? alert.destinationId;
    return ofId ? page(`setup#${ofId}`, label)(alert) : page("setup", "Open Setup")(alert);
  };
}

/** The segment, at this place of its page; or, if there are several, the destination's, filtered. */
function segment(at: string, filter?: string): Place {
  return (alert) => {
    if (alert.segmentId) return page(`segments/${alert.segmentId}${at}`, "Open the segment")(alert);
    const query = [filter, alert.destinationId && `destinationId=${alert.destinationId}`].filter(Boolean);
    return page(query.length > 0 ? `segments?${query.join("&")}` : "segments", "Open the segments")(alert);
  };
}

function quarantined(alert: PlacedAlert): AlertPlace {
  const source = alert.sourceId ? `&sourceId=${alert.sourceId}` : "";
  return page(`events?outcome=quarantined${source}`, "Open the events")(alert);
}
