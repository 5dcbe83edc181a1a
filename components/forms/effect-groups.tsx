import { formatNumber } from "@/components/format/format-number";
import type { EffectView } from "@/lib/insight/effects/effects-view";
import { counted } from "@/lib/kernel/words";

type Group = EffectView["groups"][number];
type Name = Group["names"][number];

const TITLES: Record<Group["kind"], string> = {
  uncovered: "Personal data, sent as it is",
  uncovered_hashed: "Personal data, sent as a hash",
  sent: "Newly sent",
  plain: "No longer hashed, sent as it is",
  hashed: "Hashed",
  lost: "No longer sent",
  renamed: "Properties renamed",
  event_renamed: "Events renamed",
  type_sent: "Event types newly sent",
  type_held: "Event types held for a decision",
  type_lost: "Event types no longer sent",
};

/** Names that show before the rest is folded. */
const SHOWN = 4;

/** Every name that an effect is about, by what happens to it. Long lists are folded; names break and are never cut. */
export function EffectGroups({ groups }: { groups: EffectView["groups"] }) {
  return (
    <div className="mt-2 space-y-2.5">
      {groups.map(({ kind, names, hasMore }) => (
        <section key={kind} aria-label={TITLES[kind]} className="rounded-md bg-raised px-3 py-2 text-xs">
          <h3 className="mb-1 font-medium text-ink-soft">
            {TITLES[kind]} · <span className="tabular-nums">{formatNumber(names.length)}</span>
          </h3>
          <Names names={names.slice(0, SHOWN)} />
          {names.length > SHOWN && (
            <details className="group mt-1">
              <summary className="w-fit cursor-pointer rounded py-1 text-accent hover:underline">
                {formatNumber(names.length - SHOWN)} more
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard too */}
              <div tabIndex={0} className="max-h-56 overflow-y-auto">
                <Names names={names.slice(SHOWN)} />
                {hasMore && <p className="mt-1 text-ink-soft">And more than can be listed here.</p>}
              </div>
            </details>
          )}
        </section>
      ))}
    </div>
  );
}

function Names({ names }: { names: readonly Name[] }) {
  return (
    <ul className="divide-y divide-line">
      {names.map(({ name, to, events }) => (
        <li key={`${name}\n${to}`} className="flex items-baseline gap-3 py-1">
          <span className="min-w-0 flex-1 font-mono [overflow-wrap:anywhere]">
            {name}
            {to !== null && (
              <>
                {" → "}
                <span className="font-medium">{to}</span>
              </>
            )}
          </span>
          {events !== null && (
            <span className="shrink-0 text-ink-soft tabular-nums">{counted(events, "event")}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
