import dynamic from "next/dynamic";
import Link from "next/link";
import { AlertFacts } from "@/components/alerts/alert-facts";
import { AlertMenu } from "@/components/alerts/alert-menu";
import { byActing, ELSEWHERE, SNOOZED, WAITING } from "@/components/alerts/by-acting";
import { groupEqual } from "@/components/alerts/group-equal";
import { HarmMark } from "@/components/alerts/harm-mark";
import { MoreLikeThis } from "@/components/alerts/more-like-this";
import { tellChangesOnce } from "@/components/alerts/tell-changes-once";
import { ChangesBefore } from "@/components/changes/changes-before";
import { TimeAgo } from "@/components/format/time-ago";
import { Told } from "@/components/format/told";
import { Card } from "@/components/ui/card";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";

// Few alerts need them.
const PauseFirst = dynamic(
  () => import("@/components/alerts/pause-first").then((module) => module.PauseFirst),
  { loading: () => null },
);
const NewTypes = dynamic(() => import("../new-types").then((module) => module.NewTypes), {
  loading: () => null,
});

/**
 * A customer's open problems, what does most harm first, each with what to do; then what only Heap or Braze can end, then
 * what is snoozed. Empty while there are none.
 */
export function OpenAlerts(props: { customerId: string; alerts: readonly OpenAlertView[] }) {
  const { customerId, alerts } = props;
  if (alerts.length === 0) return null;
  const { toDo, waiting, snoozed } = byActing(tellChangesOnce(alerts));
  return (
    <>
      {toDo.length > 0 && (
        <Card title={counted(toDo.length, "open alert")}>
          <AlertList label="Open alerts" customerId={customerId} alerts={toDo} />
        </Card>
      )}
      {waiting.length > 0 && (
        <Card title={WAITING.title} description={WAITING.meaning}>
          <AlertList label={WAITING.title} customerId={customerId} alerts={waiting} />
        </Card>
      )}
      {snoozed.length > 0 && (
        <Card title={SNOOZED.title} description={SNOOZED.meaning}>
          <AlertList label={SNOOZED.title} customerId={customerId} alerts={snoozed} />
        </Card>
      )}
    </>
  );
}

function AlertList(props: { label: string; customerId: string; alerts: readonly OpenAlertView[] }) {
  return (
    <ul aria-label={props.label} className="-my-3 divide-y divide-line">
      {groupEqual(props.alerts).map(({ first, others }) => (
        <OpenAlert key={first.id} customerId={props.customerId} alert={first} others={others} />
      ))}
    </ul>
  );
}

function OpenAlert(props: { customerId: string; alert: OpenAlertView; others?: readonly OpenAlertView[] }) {
  const { customerId, alert, others = [] } = props;
  const { acting } = alert;
  // The types themselves, each with its buttons, take the place of the example and of the way to them.
  const newTypesOf = alert.kind === "new_event_types" ? alert.sourceId : null;
  return (
    <li className="flex flex-wrap gap-x-3 py-3">
      <HarmMark harm={alert.harm} />
      <div className="min-w-0 flex-1 basis-0 space-y-0.5 [overflow-wrap:anywhere]">
        <p className="font-medium">
          <Told text={alert.message} />
        </p>
        {alert.cause && (
          <p className="text-ink-soft">
            <Told text={alert.cause} />
          </p>
        )}
        {alert.sample && newTypesOf === null && <p className="text-ink-soft">{alert.sample}</p>}
        <p>{alert.nextAction}</p>
        {newTypesOf !== null && (
          <div id={`new-types-${newTypesOf}`} className="py-1.5">
            <NewTypes customerId={customerId} sourceId={newTypesOf} isUndecidedOnly />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-0.5 text-xs text-ink-soft">
          <span>
            Opened <TimeAgo value={alert.openedAt} />
          </span>
          {(acting === "heap" || acting === "braze") && <span>{ELSEWHERE[acting]}</span>}
          {alert.sourceToPause && <PauseFirst customerId={customerId} alert={alert} />}
          {acting === "us" && newTypesOf === null && (
            <Link
              href={alert.place.path}
              className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
            >
              {alert.place.label}
            </Link>
          )}
        </div>
        <AlertFacts alert={alert} customerId={customerId} />
        <ChangesBefore changes={alert.changesBefore} />
      </div>
      <AlertMenu customerId={customerId} alert={alert} />
      {others.length > 0 && (
        <MoreLikeThis count={others.length}>
          <ul className="divide-y divide-line">
            {others.map((other) => (
              <OpenAlert key={other.id} customerId={customerId} alert={other} />
            ))}
          </ul>
        </MoreLikeThis>
      )}
    </li>
  );
}
