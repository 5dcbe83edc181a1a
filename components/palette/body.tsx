"use client";

import { Command } from "cmdk";
import { ArrowLeft, Building2, ChevronRight, type LucideIcon, Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useCan } from "@/components/data/use-actor";
import { findCustomerPages, findPages, type Place } from "./places";
import { customerOf } from "./recent";
import { type FoundCustomer, useFoundCustomers } from "./use-found-customers";

/** What can be typed and chosen: customers, then the pages of the chosen one, and the portal's pages. */
export function CommandPaletteBody(props: { takeTypedAhead: () => string; onGo: (href: string) => void }) {
  const { takeTypedAhead, onGo } = props;
  const [typed, setTyped] = useState("");
  const [customer, setCustomer] = useState<FoundCustomer | null>(null);
  const [pointed, setPointed] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const canChange = useCan("csm");
  const hereId = customerOf(usePathname());
  const found = useFoundCustomers(typed.trim(), { isEnabled: customer === null });

  // In the effects of mounting, because the window takes the focus in them: until then keys still came from outside.
  useEffect(() => {
    const typedAhead = takeTypedAhead();
    if (typedAhead) setTyped(typedAhead);
  }, [takeTypedAhead]);

  const type = (text: string) => {
    setTyped(text);
    setPointed("");
  };
  const enter = (chosen: FoundCustomer | null) => {
    setCustomer(chosen);
    type("");
    input.current?.focus(); // A click has moved the focus away.
  };
  const hasTyped = typed.trim() !== "";
  const places = {
    ofChosen: customer ? findCustomerPages(customer.id, typed) : [],
    ofCurrent: hereId && !customer ? findCustomerPages(hereId, typed) : [],
    ofPortal: customer ? [] : findPages(typed, { canChange }),
  };
  const customers = customer ? [] : found.customers;
  const hrefs = [...places.ofChosen, ...places.ofCurrent, ...places.ofPortal].map((place) => place.href);
  const ids = customers.map((one) => one.id);
  // Pages are there at once and customers arrive later, below them, so that nothing moves just before Enter is
  // pressed.
  const choices = hasTyped ? [...hrefs, ...ids] : [...places.ofCurrent.map(hrefOf), ...ids, ...hrefs];
  const pointedAt = choices.includes(pointed) ? pointed : (choices[0] ?? "");
  const customerGroup = customers.length > 0 && (
    <Group heading={found.areRecent ? "Recent customers" : "Customers"}>
      {customers.map((one) => (
        <Choice key={one.id} value={one.id} icon={Building2} label={one.name} onSelect={() => enter(one)}>
          <ChevronRight aria-hidden="true" className="ml-auto size-4 shrink-0 text-ink-soft" />
        </Choice>
      ))}
    </Group>
  );

  return (
    <Command
      label="Search customers and pages"
      shouldFilter={false}
      loop
      value={pointedAt}
      onValueChange={setPointed}
      className="flex min-h-0 flex-col"
      onKeyDown={(event) => {
        if (event.key !== "Backspace" || typed !== "" || !customer) return;
        event.preventDefault();
        enter(null);
      }}
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        {customer ? (
          <button
            type="button"
            aria-label={`Leave ${customer.name}`}
            onClick={() => enter(null)}
            className="flex max-w-[50%] shrink-0 items-center gap-1.5 rounded-md bg-raised px-2 py-1 text-ink-soft hover:text-ink"
          >
            <ArrowLeft aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="truncate">{customer.name}</span>
          </button>
        ) : (
          <Search aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
        )}
        <Command.Input
          ref={input}
          value={typed}
          onValueChange={type}
          placeholder={customer ? "Which page?" : "A customer or a page"}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-soft sm:text-sm"
        />
      </div>
      <Command.List
        label="Where to go"
        className="min-h-0 overflow-y-auto overscroll-contain p-2 empty:hidden"
      >
        <Places heading="Pages" places={places.ofChosen} onGo={onGo} />
        <Places heading="This customer" places={places.ofCurrent} onGo={onGo} />
        {!hasTyped && customerGroup}
        <Places heading="Portal" places={places.ofPortal} onGo={onGo} />
        {hasTyped && customerGroup}
      </Command.List>
      <div role="status" className="text-ink-soft">
        {found.isSearching && <p className="px-4 py-3">Searching customers…</p>}
        {choices.length === 0 && !found.isSearching && !found.error && (
          <p className="px-4 py-6 text-center">
            {customer
              ? `${customer.name} has no page called “${typed.trim()}”.`
              : `No customer or page is called “${typed.trim()}”. To find archived customers, filter the list of customers by state.`}
          </p>
        )}
      </div>
      {found.error && (
        <p
          role="alert"
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-3 text-bad"
        >
          Customers could not be searched: {found.error.message}
          <button type="button" onClick={found.retry} className="font-medium underline">
            Try again
          </button>
        </p>
      )}
      <p className="hidden border-t border-line px-4 py-2 text-xs text-ink-soft sm:block">
        ↑ ↓ to choose, Enter to {ids.includes(pointedAt) ? "see its pages" : "go"}
        {customer ? ", Backspace to go back" : ""}, Esc to close
      </p>
    </Command>
  );
}

const hrefOf = (place: Place) => place.href;

function Places(props: { heading: string; places: readonly Place[]; onGo: (href: string) => void }) {
  if (props.places.length === 0) return null;
  return (
    <Group heading={props.heading}>
      {props.places.map(({ href, label, icon }) => (
        <Choice key={href} value={href} icon={icon} label={label} onSelect={() => props.onGo(href)} />
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-soft"
    >
      {children}
    </Command.Group>
  );
}

function Choice(props: {
  value: string;
  icon: LucideIcon;
  label: string;
  onSelect: () => void;
  children?: ReactNode;
}) {
  const { value, icon: Icon, label, onSelect, children } = props;
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-2 aria-selected:bg-raised"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
      <span className="min-w-0 truncate">{label}</span>
      {children}
    </Command.Item>
  );
}
