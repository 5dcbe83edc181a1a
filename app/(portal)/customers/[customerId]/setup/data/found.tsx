import { formatNumber } from "@/components/format/format-number";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { showUnseen } from "@/lib/kernel/show-unseen";
import type { ErasurePreview } from "@/lib/privacy/erasures/preview-erasure";

const ROWS = [
  ["events", "Events"],
  ["pages", "Segment changes posted by Heap"],
  ["members", "Segments the user is or was in"],
] as const;

/** What a preview found, exactly and in other spellings, and the choice between the two. */
export function Found(props: {
  preview: ErasurePreview;
  includesVariants: boolean;
  onInclude: (includes: boolean) => void;
}) {
  const { preview, includesVariants, onInclude } = props;
  const { exact, variants, spellings, isComplete } = preview;
  const hasVariants = Object.values(variants).some((count) => count > 0);
  const isNothing = !hasVariants && Object.values(exact).every((count) => count === 0);
  return (
    <div role="status">
      {isNothing && isComplete ? (
        <p className="text-ink-soft">
          Nothing is stored under this ID. Events are found by Braze’s external ID and user ID, members by the
          ID that Heap sends. An erasure still looks for mentions in alerts and notices.
        </p>
      ) : (
        <Table label="What is stored about the user">
          <thead>
            <tr>
              <Th>Kept</Th>
              <Th isNumber>Exactly this</Th>
              <Th isNumber>Other spellings</Th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([name, label]) => (
              <Tr key={name}>
                <Td>{label}</Td>
                <Td isNumber>{formatNumber(exact[name])}</Td>
                <Td isNumber>{formatNumber(variants[name])}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {!isComplete && (
        <p className="mt-2 text-ink-soft">
          There is a lot to search, so these counts are partial. The erasure covers everything.
        </p>
      )}
      {hasVariants && (
        <div className="mt-3">
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={includesVariants}
              onChange={(event) => onInclude(event.target.checked)}
            />
            <span>
              Erase the other spellings too
              <span className="block text-xs text-ink-soft">
                They differ only in case or surrounding spaces. Heap and Braze treat them as different users,
                so make sure they are the same person.
              </span>
            </span>
          </label>
          <ul aria-label="Other spellings" className="mt-2 flex flex-wrap gap-2 font-mono text-xs">
            {spellings.map((spelling) => (
              <li
                key={spelling}
                className="whitespace-pre rounded border border-line bg-raised px-1.5 py-0.5"
              >
                {showUnseen(spelling)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
