import { CircleHelp, OctagonAlert, TriangleAlert } from "lucide-react";
import type { AlertView } from "@/lib/insight/alerts/alert-view";

const LOOKS = {
  damages: { Icon: OctagonAlert, ink: "text-bad", words: "Causing harm" },
  loses: { Icon: OctagonAlert, ink: "text-bad", words: "Losing data" },
  stops: { Icon: OctagonAlert, ink: "text-bad", words: "Stopping a flow" },
  lacks: { Icon: TriangleAlert, ink: "text-wait", words: "Needs attention" },
  asks: { Icon: CircleHelp, ink: "text-accent", words: "Needs a decision" },
} as const;

/** What an alert does, as a sign: red does harm or stops something, amber lacks something, blue only asks. */
export function HarmMark({ harm }: { harm: AlertView["harm"] }) {
  const { Icon, ink, words } = LOOKS[harm];
  return <Icon aria-label={words} role="img" className={`mt-0.5 size-4 shrink-0 ${ink}`} />;
}
