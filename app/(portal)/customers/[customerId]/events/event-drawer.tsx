"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { IconButton } from "@/components/ui/button";
import { Drawer } from "@/components/ui/dialog";
import { FailedState } from "@/components/ui/failed-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EventDetailView } from "./event-detail";
import type { EventRef } from "./event-key";
import type { EventFilters } from "./reads";
import { useEvent } from "./use-events";

interface Props {
  customerId: string;
  event: EventRef;
  /** Moves to the row above (-1) or below (1); null where there is none. */
  onStep: Readonly<Record<-1 | 1, (() => void) | null>>;
  onFilter: (filters: Partial<EventFilters>) => void;
  onShow: (event: EventRef) => void;
  onClose: () => void;
  /** Puts the focus on the event's row; says whether it is there. */
  onReturnFocus: () => boolean;
}

/** One event of the list, in a side panel. The arrow keys left and right, or k and j, move through the list. */
export function EventDrawer({ customerId, event, onStep, onFilter, onShow, onClose, onReturnFocus }: Props) {
  const { data, error, refetch } = useEvent(customerId, event);

  const onKey = useEffectEvent((pressed: KeyboardEvent) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.shiftKey) return;
    const step = STEPS[pressed.key];
    if (!step || !onStep[step]) return;
    pressed.preventDefault();
    onStep[step]();
  });
  useEffect(() => {
    const listen = (pressed: KeyboardEvent) => onKey(pressed);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  return (
    <Drawer
      isOpen
      onClose={onClose}
      onReturnFocus={onReturnFocus}
      title={data ? (data.label ?? "Unreadable event") : "Event"}
    >
      <div className="mb-4 flex items-center gap-1">
        <StepButton icon={ChevronUp} label="Previous event" keys="k" onStep={onStep[-1]} />
        <StepButton icon={ChevronDown} label="Next event" keys="j" onStep={onStep[1]} />
        <p className="ml-1 hidden text-xs text-ink-soft sm:block">
          <kbd className="font-sans">j</kbd> next, <kbd className="font-sans">k</kbd> previous,{" "}
          <kbd className="font-sans">Esc</kbd> closes
        </p>
      </div>
      {data ? (
        <EventDetailView customerId={customerId} event={data} onFilter={onFilter} onShow={onShow} />
      ) : error ? (
        <FailedState error={error} onRetry={() => refetch()} />
      ) : (
        <SkeletonRows rows={6} label="Loading the event" />
      )}
    </Drawer>
  );
}

const STEPS: Readonly<Record<string, -1 | 1>> = { k: -1, ArrowLeft: -1, j: 1, ArrowRight: 1 };

function StepButton(props: {
  icon: typeof ChevronUp;
  label: string;
  keys: string;
  onStep: (() => void) | null;
}) {
  const { icon, label, keys, onStep } = props;
  return (
    <IconButton
      icon={icon}
      label={label}
      aria-keyshortcuts={keys}
      disabled={!onStep}
      onClick={() => onStep?.()}
    />
  );
}
