"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { relativeTime } from "@/components/format/relative-time";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import type { ApiKeyView } from "@/lib/team/api-keys/api-key-view";

/** Asks before a key is revoked; says when it was last used, so that nobody revokes a key in use. */
export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/api-keys/[apiKeyId]/revoke", { params: { apiKeyId: apiKey.id } }),
    onSuccess: () => {
      toast.success(`The key “${apiKey.name}” is revoked.`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keyOf("/api/v1/api-keys", {}) }),
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Revoke the key “${apiKey.name}” ending in ${apiKey.hint}?`}
      confirmLabel="Revoke key"
      isBusy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <p>
        Whatever uses it gets the answer 401 from now on.{" "}
        {apiKey.lastUsedAt
          ? `It was last used ${relativeTime(apiKey.lastUsedAt, Date.now())}.`
          : "It was never used."}
      </p>
      <p>A revoked key cannot be brought back: make a new one instead.</p>
    </ConfirmDialog>
  );
}
