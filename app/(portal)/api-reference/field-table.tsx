import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Prose } from "./basics";
import type { FieldRow } from "./list-fields";

/** Fields or parameters, one per row. */
export function FieldTable({ label, rows }: { label: string; rows: readonly FieldRow[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>What</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, type, isRequired, description, defaultValue }) => (
          <Tr key={`${name} ${type}`} className="align-top">
            <Td className="min-w-36">
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{name}</code>
              {isRequired && <span className="block text-xs text-ink-soft">required</span>}
            </Td>
            <Td>
              <span className="[overflow-wrap:anywhere]">{type}</span>
              {defaultValue !== undefined && (
                <span className="text-ink-soft">
                  , else <code className="font-mono text-xs">{defaultValue}</code>
                </span>
              )}
              {description && (
                <span className="block text-ink-soft">
                  <Prose text={description} />
                </span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
