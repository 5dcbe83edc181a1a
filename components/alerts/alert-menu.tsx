"use client";

import { BellOff, BellRing, Check, CircleX, MessageSquare, Undo2, UserRound, UsersRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { changeApi } from "@/components/data/call-route";
import { useActor, useCan } from "@/components/data/use-actor";
import { useZone } from "@/components/format/zone";
import { Menu } from "@/components/ui/menu";
import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";
import type { AlertQuestion } from "./alert-question";
import { snoozeChoices } from "./snooze-choices";
import { useAlertChange } from "./use-alert-change";

// Loaded with the first question, not with the page.
const AlertQuestionDialog = dynamic(
  () => import("./alert-question").then((module) => module.AlertQuestionDialog),
  {
    ssr: false,
  },
);

/** What a member of the team may do with an open alert: see to it, give it away, put it off, write at it, dismiss it. */
export function AlertMenu({ customerId, alert }: { customerId: string; alert: OwnAlertView }) {
  const canAct = useCan("csm");
  const [question, setQuestion] = useState<AlertQuestion | null>(null);
  const items = useItems(customerId, alert, setQuestion);
  if (!canAct) return null;
  return (
    <>
      <Menu label={`Triage: ${alert.message}`} items={items} />
      {question && (
        <AlertQuestionDialog
          question={question}
          customerId={customerId}
          alert={alert}
          onClose={() => setQuestion(null)}
        />
      )}
    </>
  );
}

function useItems(customerId: string, alert: OwnAlertView, ask: (question: AlertQuestion) => void) {
  const { id: ownId } = useActor();
  const zone = useZone();
  const change = useChanges(customerId, alert.id);
  return [
    alert.acknowledgedBy === null
      ? { label: "Acknowledge", icon: Check, onSelect: () => change.acknowledge.mutate() }
      : { label: "Undo acknowledgement", icon: Undo2, onSelect: () => change.withdraw.mutate() },
    ...(alert.assignee?.id === ownId
      ? []
      : [{ label: "Assign to me", icon: UserRound, onSelect: () => change.assign.mutate(ownId) }]),
    { label: "Assign…", icon: UsersRound, onSelect: () => ask("assign") },
    ...(alert.snoozedUntil
      ? [{ label: "End the snooze", icon: BellRing, onSelect: () => change.wake.mutate() }]
      : snoozeChoices(new Date(), zone ?? "UTC").map(({ label, until }) => ({
          label,
          icon: BellOff,
          onSelect: () => change.snooze.mutate(until.toISOString()),
        }))),
    { label: "Snooze until…", icon: BellOff, onSelect: () => ask("snooze") },
    { label: "Add a note…", icon: MessageSquare, onSelect: () => ask("note") },
    ...(alert.isDismissable ? [{ label: "Dismiss…", icon: CircleX, onSelect: () => ask("dismiss") }] : []),
  ];
}

function useChanges(customerId: string, alertId: string) {
  const params = { customerId, alertId };
  const of = "/api/v1/customers/[customerId]/alerts/[alertId]";
  return {
    acknowledge: useAlertChange<void>(customerId, () => changeApi("POST", `${of}/acknowledge`, { params }), {
      done: "Alert acknowledged.",
    }),
    withdraw: useAlertChange<void>(customerId, () => changeApi("DELETE", `${of}/acknowledge`, { params }), {
      done: "Acknowledgement undone.",
    }),
    assign: useAlertChange<string | null>(
      customerId,
      (assigneeId) => changeApi("POST", `${of}/assign`, { params, body: { assigneeId } }),
      { done: "Alert assigned to you." },
    ),
    snooze: useAlertChange<string>(
      customerId,
      (until) => changeApi("POST", `${of}/snooze`, { params, body: { until } }),
      { done: "Alert snoozed. It comes back sooner if it doubles in size." },
    ),
    wake: useAlertChange<void>(customerId, () => changeApi("DELETE", `${of}/snooze`, { params }), {
      done: "Snooze ended.",
    }),
  };
}
