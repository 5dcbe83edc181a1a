import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { Th } from "@/components/ui/table";
import type { CustomerFilters } from "../reads";

type Direction = "asc" | "desc";

/** A header that sorts by its column; pressed again, the other way round. */
export function SortHeader(props: {
  sort: string;
  /** The direction people want first: numbers and times usually begin with the largest. */
  first?: Direction;
  sorted: CustomerFilters;
  onChange: (change: Partial<CustomerFilters>) => void;
  isNumber?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { sort, first = "asc", sorted, onChange, isNumber = false, className, children } = props;
  const isSorted = (sorted.sort || "name") === sort;
  const dir: Direction = sorted.dir === "desc" ? "desc" : "asc";

  function press() {
    const next = isSorted ? opposite(dir) : first;
    onChange({ sort: sort === "name" ? "" : sort, dir: next === "asc" ? "" : next });
  }

  const Arrow = dir === "asc" ? ArrowUp : ArrowDown;
  return (
    <Th
      isNumber={isNumber}
      className={className}
      aria-sort={isSorted ? (dir === "asc" ? "ascending" : "descending") : undefined}
    >
      <button
        type="button"
        onClick={press}
        className={`inline-flex min-h-6 items-center gap-1 align-bottom hover:text-ink ${isNumber ? "flex-row-reverse" : ""} ${isSorted ? "text-ink" : ""}`}
      >
        {children}
        <Arrow aria-hidden="true" className={`size-3 ${isSorted ? "" : "invisible"}`} />
      </button>
    </Th>
  );
}

function opposite(dir: Direction): Direction {
  return dir === "asc" ? "desc" : "asc";
}
