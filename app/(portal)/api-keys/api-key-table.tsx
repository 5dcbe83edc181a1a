"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { roleLabel } from "@/app/(portal)/team/roles";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { timeAgo } from "@/components/format/relative-time";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ApiKeyView } from "@/lib/team/api-keys/api-key-view";

/** The keys, newest first, never the key itself. */
export function ApiKeyTable({ rows }: { rows: readonly ApiKeyView[] }) {
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  return (
    <>
      <Table label="API keys">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th className="hidden sm:table-cell">Role</Th>
            <Th className="hidden sm:table-cell">Owner</Th>
            <Th className="hidden md:table-cell">Created</Th>
            <Th>Last used</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id} aria-label={row.name}>
              <Td className="min-w-28 max-w-40 sm:max-w-72">
                <div className="truncate font-medium" title={row.name}>
                  {row.name}
                </div>
                <div className="font-mono text-xs text-ink-soft">…{row.hint}</div>
                <div className="truncate text-xs text-ink-soft sm:hidden">
                  {roleLabel(row.role)}, {row.user.name}
                </div>
              </Td>
              <Td className="hidden sm:table-cell">{roleLabel(row.role)}</Td>
              <Td className="hidden max-w-52 sm:table-cell">
                <div className="truncate" title={row.user.email}>
                  {row.user.name}
                </div>
                {row.user.isDisabled && (
                  <div className="text-xs text-ink-soft">disabled, so the key does not work</div>
                )}
              </Td>
              <Td className="hidden md:table-cell">
                <TimeAgo value={row.createdAt} />
              </Td>
              <Td>
                <TimeAgo value={row.lastUsedAt} />
              </Td>
              <Td className="w-px text-right whitespace-nowrap">
                {row.revokedAt ? (
                  <span className="text-ink-soft">
                    revoked <TimeAgo value={row.revokedAt} />
                  </span>
                ) : (
                  <Button
                    size="small"
                    tone="danger"
                    onClick={() => setRevoking(row)}
                    aria-label={`Revoke ${row.name}`}
                  >
                    Revoke
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

/** Asks before a key is revoked; says when it was last used, so that nobody revokes a key in use. */
function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/api-keys/[apiKeyId]/revoke", { params: { apiKeyId: apiKey.id } }),
    onSuccess: () => {
      toast.success(`Key “${apiKey.name}” revoked.`);
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
        Anything that uses it gets a 401 from now on.{" "}
        {apiKey.lastUsedAt
          ? `It was last used ${timeAgo(apiKey.lastUsedAt, Date.now())}.`
          : "It has never been used."}
      </p>
      <p>A revoked key cannot be restored. Create a new one instead.</p>
    </ConfirmDialog>
  );
}
