import { Card } from "@/components/ui/card";
import { CodeBlock } from "./code-block";

/** What applies to every operation. */
export function Basics({ description, server }: { description: string; server: string }) {
  return (
    <Card title="Basics">
      <div className="grid max-w-[75ch] gap-3">
        {description.split("\n\n").map((paragraph) => (
          <p key={paragraph}>
            <Prose text={paragraph} />
          </p>
        ))}
        <CodeBlock
          label="A first call"
          copyLabel="Copy"
          text={`curl -H "Authorization: Bearer $KEY" "${server}/customers"`}
        />
        <p>
          All errors have the same shape. <code>code</code> is for your program, <code>message</code> for
          people:
        </p>
        <CodeBlock
          label="The shape of an error"
          copyLabel="Copy"
          text={JSON.stringify(
            {
              error: {
                code: "invalid",
                message: "name: must not be empty",
                details: { fields: { name: "must not be empty" } },
              },
            },
            null,
            2,
          )}
        />
      </div>
    </Card>
  );
}

/** Text in which `backticks` mark code. */
export function Prose({ text }: { text: string }) {
  const [plain = "", code, ...rest] = text.split("`");
  return (
    <>
      {plain}
      {code && <code className="font-mono text-[0.95em]">{code}</code>}
      {rest.length > 0 && <Prose text={rest.join("`")} />}
    </>
  );
}
