"use client";

import { useState } from "react";
import { roleLabel } from "@/app/(portal)/team/roles";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ApiKeyView } from "@/lib/team/api-keys/api-key-view";
import { RevokeDialog } from "./revoke-dialog";

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
                  <div className="text-xs text-ink-soft">disabled: key does not work</div>
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
