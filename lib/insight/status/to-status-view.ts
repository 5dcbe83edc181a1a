import type { SegmentDestinationView, SegmentPage, SegmentView } from "@/lib/cohorts/segments/segment-view";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";
import type { Health } from "@/lib/insight/health/health-rule";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";
import type { HopRefusal, HopsView } from "@/lib/insight/proven-hops/hops-view";
import type { Page } from "@/lib/kernel/api/keyset";
import { mayFlow } from "@/lib/kernel/holds/hold-rule";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";
import type { ActiveStatusLink } from "@/lib/setup/status-links/find-active-status-link";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import type { CustomerState, DestinationKind } from "@/prisma/generated/enums";
import { alertWords } from "./alert-words";
import type { CurrentEndpoint } from "./read-endpoints";
import type { DestinationDay, SourceDay } from "./read-flows";
import { statusSentence } from "./status-sentence";
import type { StatusAlert, StatusDestination, StatusSegment, StatusSource, StatusView } from "./status-view";

/** What was read about a customer; only what is picked below leaves the server. */
export interface StatusParts {
  health: Health;
  sources: readonly SourceDay[];
  destinations: readonly DestinationDay[];
  checks: HopsView;
  segments: SegmentPage;
  syncs: Page<SyncView>;
  alerts: readonly OpenAlertView[];
  endpoints: readonly CurrentEndpoint[];
}

/** Picks what the customer may see, field by field. Pure. */
export function toStatusView(link: ActiveStatusLink, parts: StatusParts, now: Date): StatusView {
  const customerState = link.customer.state;
  const alerts = parts.alerts.map((alert) => toAlert(alert, parts, link.canToggle));
  const checks = { ...parts.checks, told: new Set(alerts.map(({ title }) => title)) };
  const sources = parts.sources.map((day) => toSource(day, customerState, checks));
  const destinations = parts.destinations.map((day) => toDestination(day, customerState, checks));
  return {
    at: now.toISOString(),
    customerName: link.customer.name,
    health: parts.health,
    sentence: statusSentence({
      health: parts.health,
      alert: alerts[0]?.title ?? null,
      isProven: parts.checks.isAllProven,
      sources,
      destinations: destinations.map((destination, index) => ({
        ...destination,
        segmentsFailed: parts.destinations[index]?.segmentsFailed ?? 0,
      })),
    }),
    alerts,
    isProven: parts.checks.isAllProven,
    sources,
    destinations,
    segments: parts.segments.items.map((segment) => toSegment(segment, parts.segments.destinations)),
    syncs: parts.syncs.items.map((sync) => ({
      id: sync.id,
      segmentName: sync.segmentName,
      trigger: sync.trigger,
      state: sync.state,
      at: sync.finishedAt ?? sync.startedAt ?? sync.requestedAt,
      added: sync.added,
      removed: sync.removed,
      refused: sync.refused,
      untaken: sync.untaken,
      failed: sync.failed,
    })),
    endpoints: (link.canCopyEndpoints ? parts.endpoints : []).map(({ id, sourceId, ownerName }) => ({
      id,
      ownerName,
      sender: sourceId ? "Braze" : "Heap",
    })),
    canSync: link.canSync,
    canToggle: link.canToggle,
    linkExpiresAt: link.expiresAt?.toISOString() ?? null,
  };
}

/** The checks, and the titles of the alerts above them: what is told there is not told again. */
type Checks = HopsView & { told: ReadonlySet<string> };

function toSource(day: SourceDay, customerState: CustomerState, { sources, told }: Checks): StatusSource {
  const { isPaused, lastBatchAt, ...rest } = day;
  return {
    ...rest,
    isHeld: !mayFlow({ customerState, isSourcePaused: isPaused }),
    lastBatchAt: lastBatchAt?.toISOString() ?? null,
    checks: (sources.find(({ id }) => id === day.id)?.checks ?? []).map((check) =>
      toCheck(check, STEPS[check.kind], told),
    ),
  };
}

/** What to do for a hop: where it fails now, what its alert tells the customer; the team's words stay with the team. */
function toCheck<Kind extends HopKind>(
  { kind, provenAt, refusal }: { kind: Kind; provenAt: string | null; refusal: HopRefusal | null },
  nextStep: string,
  told: Checks["told"],
  destinationKind: DestinationKind | null = null,
) {
  if (!refusal) return { kind, provenAt, isFailed: false, nextStep };
  const about = { segment: null, kind: destinationKind, canToggle: false };
  const { title, meaning, nextAction } = alertWords(refusal.alertKind ?? "", about);
  const words =
    refusal.alertKind === null
      ? "Heap did not accept the last request. The team has been told."
      : told.has(title)
        ? `See “${title}” under Open issues.`
        : `${meaning} What you can do: ${nextAction}`;
  return { kind, provenAt, isFailed: true, nextStep: words };
}

function toDestination(
  day: DestinationDay,
  customerState: CustomerState,
  { destinations, told }: Checks,
): StatusDestination {
  const { isPaused, segmentsFailed: _, lastPageAt, ...rest } = day;
  const found = destinations.find(({ id }) => id === day.id);
  return {
    ...rest,
    isHeld: !mayFlow({ customerState, isDestinationPaused: isPaused }),
    lastPageAt: lastPageAt?.toISOString() ?? null,
    checks: (found?.checks ?? [])
      // A hop that was skipped is nothing for the customer to do.
      .filter(({ provenAt, refusal, skipped }) => provenAt !== null || refusal !== null || skipped === null)
      .map((check) => toCheck(check, found ? hopStep(check.kind, found) : "", told, day.kind)),
  };
}

function toSegment(segment: SegmentView, destinations: readonly SegmentDestinationView[]): StatusSegment {
  const { lastSync } = segment;
  const destination = destinations.find(({ id }) => id === segment.destinationId);
  const isSyncing = lastSync?.state === "queued" || lastSync?.state === "running";
  return {
    id: segment.id,
    name: segment.name,
    mode: segment.mode,
    version: segment.version,
    wanted: segment.wanted,
    sent: segment.acked,
    owed: segment.owed,
    refused: segment.refused,
    untaken: segment.lastTally?.untaken ?? 0,
    named: segment.lastTally?.entries ?? 0,
    isSyncing,
    lastSyncAt: lastSync ? (lastSync.finishedAt ?? lastSync.requestedAt) : null,
    lastSyncState: lastSync?.state ?? null,
    nextSyncAt: segment.nextSyncAt,
    restsBecause: restsBecause(segment, destination),
  };
}

/** Why a segment is not sent now, in words for the customer. */
const BLOCKED: Record<NonNullable<SegmentDestinationView["blockedBy"]>, string> = {
  customer_archived: "The connection has ended.",
  customer_paused: "The connection is paused. Changes are kept and sent when the team resumes it.",
  destination_paused: "Segments are paused. Changes are kept and sent when the team resumes them.",
  no_data_import_key: "Braze’s Data Import Key is missing, so nothing can be sent yet.",
  no_rest_api_key: "Braze’s REST API key is missing, so nothing can be sent yet.",
};

function restsBecause(segment: SegmentView, destination: SegmentDestinationView | undefined): string | null {
  if (segment.mode === "off") return "The segment is off, so nothing is sent to Braze.";
  return destination?.blockedBy ? BLOCKED[destination.blockedBy] : null;
}

function toAlert(
  alert: OpenAlertView,
  { segments, destinations }: Pick<StatusParts, "segments" | "destinations">,
  canToggle: boolean,
): StatusAlert {
  const segment = segments.items.find(({ id }) => id === alert.segmentId)?.name ?? null;
  const kind = destinations.find(({ id }) => id === alert.destinationId)?.kind ?? null;
  return { id: alert.id, ...alertWords(alert.kind, { segment, kind, canToggle }), openedAt: alert.openedAt };
}

const STEPS: Record<HopKind, string> = {
  credential_probe: "Save the Current in Braze with the URL you were given. Braze then tests it.",
  first_batch:
    "Launch the Current in Braze. The first batch arrives within 5 to 30 minutes, once there are events.",
  first_event_accepted: "Happens automatically after the first batch.",
  signed_page: "In Heap, turn the integration on for a segment and press Sync Now.",
  braze_key_accepted: "Happens with the first sync of a segment.",
  cohort_created: "Happens with the first sync of a segment, soon after Heap sends it.",
  first_members_accepted: "Happens with the first sync that adds someone to a segment.",
};

/** What the customer can do to get a hop of a destination proven, given the present setup. */
function hopStep(
  hop: HopKind,
  { kind, hasBrazeKey, hasWebhookSecret }: HopsView["destinations"][number],
): string {
  if (hop === "signed_page" && !hasWebhookSecret) {
    return "Heap’s webhook secret is missing. Ask the team for a link to enter it.";
  }
  if (hop === "braze_key_accepted" && !hasBrazeKey) {
    return `Braze’s ${BRAZE_KEYS[kind].name} is missing. Ask the team for a link to enter it.`;
  }
  return STEPS[hop];
}
