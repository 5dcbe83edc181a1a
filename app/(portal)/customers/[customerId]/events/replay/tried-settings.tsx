import { Button, ButtonLink } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import type { ReplayPreviewInput } from "@/lib/forwarding/replays/replay-input";
import type { SourceView } from "@/lib/setup/sources/source-view";

type Mapping = NonNullable<ReplayPreviewInput["mapping"]>;

/** Settings tried out in the preview only: what would another identity field or prefix do? Nothing is saved here. */
export function TriedSettings(props: {
  customerId: string;
  source: SourceView;
  mapping: Mapping | undefined;
  onChange: (mapping: Mapping | undefined) => void;
}) {
  const { customerId, source, mapping, onChange } = props;
  if (!mapping) {
    return (
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button
          size="small"
          onClick={() => onChange({ identityField: source.identityField, prefix: source.prefix })}
        >
          Try other settings in the preview
        </Button>
      </div>
    );
  }

  return (
    <div className="mt-4 rounded-md bg-raised p-3">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Field label="Identity field">
          {(control) => (
            <Select
              {...control}
              value={mapping.identityField}
              onChange={(event) =>
                onChange({ ...mapping, identityField: event.target.value as Mapping["identityField"] })
              }
            >
              <option value="external_user_id">external_user_id</option>
              <option value="user_id">user_id</option>
            </Select>
          )}
        </Field>
        <Field label="Prefix" isOptional>
          {(control) => (
            <TextInput
              {...control}
              value={mapping.prefix ?? ""}
              maxLength={40}
              onChange={(event) => onChange({ ...mapping, prefix: event.target.value || null })}
            />
          )}
        </Field>
      </div>
      <p className="mt-3 text-ink-soft">
        The preview uses these settings; the source itself is unchanged. To replay with them, save them in
        Setup first.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <ButtonLink size="small" href={`/customers/${customerId}/setup`}>
          Change the source in Setup
        </ButtonLink>
        <Button size="small" tone="ghost" onClick={() => onChange(undefined)}>
          Back to the source’s own settings
        </Button>
      </div>
    </div>
  );
}
