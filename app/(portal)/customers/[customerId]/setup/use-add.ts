"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { toast } from "@/components/ui/notify";

/** Which of a source or destination is being added, and what happens once it is there. */
export function useAdd(customerId: string) {
  const client = useQueryClient();
  const [adding, setAdding] = useState<"source" | "destination" | null>(null);
  const close = () => setAdding(null);
  return {
    adding,
    open: setAdding,
    close,
    saved: ({ name }: { name: string }) => {
      close();
      toast.success(`“${name}” is added. Its endpoint is below: enter the URL where it belongs.`);
      void refreshCustomer(client, customerId);
    },
  };
}
