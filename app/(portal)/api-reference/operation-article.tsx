import type { ReactNode } from "react";
import type { JsonSchema } from "@/app/api/v1/openapi.json/convert-schemas";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Prose } from "./basics";
import { CodeBlock } from "./code-block";
import { curlExample } from "./curl-example";
import { type Components, type FieldRow, listFields, typeWords } from "./list-fields";
import { MethodTag } from "./method-tag";
import type { Parameter, ReferenceOperation } from "./read-reference";

/** One operation: what it does, who may call it, its input and answer, and a call to copy. */
export function OperationArticle(props: {
  operation: ReferenceOperation;
  components: Components;
  server: string;
}) {
  const { operation, components, server } = props;
  const { id, method, path, summary, description, role, parameters, body, answer, refusals } = operation;
  const fields = body ? listFields(body, components) : [];
  const answered = listFields(answer.schema, components);
  return (
    <article
      id={id}
      aria-labelledby={`${id}-title`}
      className="min-w-0 scroll-mt-20 border-t border-line pt-5"
    >
      <h2 id={`${id}-title`} className="text-base font-semibold">
        <a href={`#${id}`} className="tappable inline-block hover:underline">
          {summary}
        </a>
      </h2>
      <p className="mt-1.5 flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <MethodTag method={method} />
        <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{path}</code>
      </p>
      <p className="mt-2 max-w-[75ch]">
        {description && <Prose text={`${description} `} />}
        <span className="text-ink-soft">{role ? `Needs the role ${role}.` : "Needs no sign-in."}</span>
      </p>
      <div className="mt-3 grid min-w-0 gap-3">
        <CodeBlock label={`${summary}: with curl`} text={curlExample(operation, server)} copyLabel="Copy" />
        {parameters.length > 0 && (
          <Part title="Parameters">
            <FieldTable
              label={`${summary}: parameters`}
              rows={parameters.map((of) => parameterRow(of, components))}
            />
          </Part>
        )}
        {fields.length > 0 && (
          <Part title="Body">
            <FieldTable label={`${summary}: body`} rows={fields} />
          </Part>
        )}
        <Part
          title={`Response ${answer.status}: ${answerWords(operation, components)}`}
          isFolded={answered.length > 0}
        >
          <FieldTable label={`${summary}: response`} rows={answered} />
        </Part>
        <Part title={`Errors ${refusals.map(({ status }) => status).join(", ")}`} isFolded>
          <dl className="grid gap-1.5">
            {refusals.map(({ status, description: meaning }) => (
              <div key={status} className="flex gap-3">
                <dt className="w-10 shrink-0 font-mono text-xs leading-5">{status}</dt>
                <dd className="min-w-0">
                  <Prose text={meaning} />
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      </div>
    </article>
  );
}

/** A part with a small heading; a folded one opens on demand. */
function Part({ title, isFolded, children }: { title: string; isFolded?: boolean; children: ReactNode }) {
  if (isFolded === undefined) {
    return (
      <section className="min-w-0">
        <h3 className="mb-1.5 text-xs font-medium text-ink-soft">{title}</h3>
        {children}
      </section>
    );
  }
  if (!isFolded) return <h3 className="text-xs font-medium text-ink-soft">{title}</h3>;
  return (
    <details className="min-w-0">
      <summary className="tappable cursor-pointer text-xs font-medium text-ink-soft hover:text-ink">
        {title}
      </summary>
      <div className="mt-1.5">{children}</div>
    </details>
  );
}

function answerWords({ answer }: ReferenceOperation, components: Components): string {
  if (answer.contentType !== "application/json") return `a file, ${answer.contentType}`;
  const { items } = (answer.schema.properties ?? {}) as { items?: { items?: JsonSchema } };
  if (items?.items) return `a page of ${typeWords(items.items, components)}`;
  return typeWords(answer.schema, components);
}

function parameterRow(
  { name, in: place, required = false, description, schema }: Parameter,
  components: Components,
) {
  return {
    name: place === "header" ? `${name} (header)` : name,
    type: typeWords(schema, components),
    isRequired: required,
    description,
    defaultValue: schema.default === undefined ? undefined : JSON.stringify(schema.default),
  };
}

/** Fields or parameters, one per row. */
function FieldTable({ label, rows }: { label: string; rows: readonly FieldRow[] }) {
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
                  , default <code className="font-mono text-xs">{defaultValue}</code>
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
