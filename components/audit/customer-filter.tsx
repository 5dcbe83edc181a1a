"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useEffectEvent, useId, useState } from "react";
import { customerRead } from "@/components/data/setup-reads";
import { useDebounced } from "@/components/data/use-debounced";
import { IconButton } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { namedCustomers } from "./reads";

/** Chooses one customer by part of its name; the browser suggests what the server finds. */
export function AuditCustomerFilter(props: { customerId: string; onChange: (customerId: string) => void }) {
  const { customerId, onChange } = props;
  const chosen = useQuery({ ...customerRead({ customerId }).options, enabled: customerId !== "" });
  if (customerId === "") return <CustomerSearch onChoose={onChange} />;

  return (
    <Field label="Customer">
      {(control) => (
        <div className="relative">
          <TextInput
            {...control}
            readOnly
            className="truncate pr-9"
            value={chosen.data?.name ?? (chosen.isError ? "Unknown customer" : "…")}
          />
          <IconButton
            icon={X}
            label="All customers"
            className="absolute right-0.5 top-0.5"
            onClick={() => onChange("")}
          />
        </div>
      )}
    </Field>
  );
}

function CustomerSearch({ onChoose }: { onChoose: (customerId: string) => void }) {
  const listId = useId();
  const [text, setText] = useState("");
  const q = useDebounced(text.trim());
  const { data } = useQuery({
    ...namedCustomers({}, { q }).options,
    enabled: q !== "",
    placeholderData: (before) => before,
  });

  // A complete name chooses, whether picked from the list, typed or pasted.
  const found = data?.items.filter((customer) => customer.name === text.trim()) ?? [];
  const foundId = found.length === 1 ? found[0]?.id : undefined;
  const choose = useEffectEvent(onChoose);
  useEffect(() => {
    if (foundId) choose(foundId);
  }, [foundId]);
  return (
    <Field label="Customer">
      {(control) => (
        <>
          <TextInput
            {...control}
            list={listId}
            placeholder="All customers"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <datalist id={listId}>
            {data?.items.map((customer) => (
              <option key={customer.id} value={customer.name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
