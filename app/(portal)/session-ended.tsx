"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { ApiError } from "@/components/data/call-api";

const SessionEndedDialog = dynamic(
  () => import("./session-ended-dialog").then((module) => module.SessionEndedDialog),
  { ssr: false },
);

/**
 * Appears when an answer says that nobody is signed in any more; what was typed stays on the page until it is left.
 */
export function SessionEnded() {
  const client = useQueryClient();
  const [isEnded, setEnded] = useState(false);
  const [returnTo, setReturnTo] = useState("/");

  useEffect(() => {
    const notice = (err: unknown) => {
      if (!(err instanceof ApiError) || err.status !== 401) return;
      setReturnTo(window.location.pathname + window.location.search);
      setEnded(true);
    };
    const stopQueries = client
      .getQueryCache()
      .subscribe((event) => event.type === "updated" && notice(event.query.state.error));
    const stopMutations = client
      .getMutationCache()
      .subscribe((event) => event.type === "updated" && notice(event.mutation?.state.error));
    return () => {
      stopQueries();
      stopMutations();
    };
  }, [client]);

  return isEnded && <SessionEndedDialog returnTo={returnTo} onClose={() => setEnded(false)} />;
}
