import type { SourceId } from "@/lib/setup/sources/source-id";

export interface Owner {
  sourceId: SourceId;
}
