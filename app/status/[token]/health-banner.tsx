import { CircleCheck, CirclePause, CircleX, Clock, TriangleAlert } from "lucide-react";
import type { StatusView } from "@/lib/insight/status/status-view";

const LOOKS = {
  healthy: { Icon: CircleCheck, ground: "border-good/30 bg-good-ground", ink: "text-good", word: "Healthy" },
  attention: {
    Icon: TriangleAlert,
    ground: "border-wait/30 bg-wait-ground",
    ink: "text-wait",
    word: "Needs attention",
  },
  failing: { Icon: CircleX, ground: "border-bad/30 bg-bad-ground", ink: "text-bad", word: "Failing" },
  waiting: { Icon: Clock, ground: "border-line bg-raised", ink: "text-ink-soft", word: "Waiting for data" },
  paused: { Icon: CirclePause, ground: "border-line bg-raised", ink: "text-ink-soft", word: "Paused" },
} as const;

/** How it is doing: a word that is read out when it changes, and one sentence. */
export function HealthBanner({ view: { health, sentence } }: { view: StatusView }) {
  const { Icon, ground, ink, word } = LOOKS[health];
  return (
    <section aria-label="How it goes" className={`flex gap-3 rounded-lg border px-4 py-4 ${ground}`}>
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p role="status" className={`text-xs font-medium ${ink}`}>
          {word}
        </p>
        <p className="mt-0.5 text-base font-medium [overflow-wrap:anywhere]">{sentence}</p>
      </div>
    </section>
  );
}
