import type pg from "pg";
import { readTree, type TreeNode } from "./parse-tree";

/** What PostgreSQL says of a statement without running it. */
export interface Description {
  /** The type (oid) of each parameter. */
  parameters: number[];
  columns: { name: string; type: number }[];
  /** The statement as PostgreSQL understood it; nothing if it is not a query. */
  tree?: TreeNode;
}

interface ParameterDescription {
  dataTypeIDs: number[];
}

/** What `pg` offers to a statement that speaks the protocol itself. */
interface Connection {
  once(event: "parameterDescription", listener: (message: ParameterDescription) => void): void;
  off(event: "parameterDescription", listener: (message: ParameterDescription) => void): void;
  parse(statement: { text: string; name: string; types: number[] }): void;
  describe(message: { type: "S"; name: string }): void;
  sync(): void;
}

/**
 * Describes statements on one connection: prepares each over the extended protocol and asks for its parameters and columns,
 * with `debug_print_parse` for the tree (and not into the server's own log). Nothing is run.
 */
export async function openDescriber(
  client: pg.Client,
): Promise<{ describe(text: string): Promise<Description>; close(): void }> {
  await client.query(
    "SET debug_print_parse = on; SET debug_pretty_print = off; SET client_min_messages = log; SET log_min_messages = fatal",
  );
  let trees: string[] = [];
  const noteTree = ({ message, detail }: { message: string | undefined; detail?: string | undefined }) => {
    if (message?.startsWith("parse tree") && detail) trees.push(detail);
  };
  client.on("notice", noteTree);

  const describe = (text: string) =>
    new Promise<Description>((resolve, reject) => {
      const description: Description = { parameters: [], columns: [] };
      trees = [];
      const noteParameters = ({ dataTypeIDs }: ParameterDescription) => {
        description.parameters = dataTypeIDs;
      };
      const statement = {
        submit(connection: Connection) {
          connection.once("parameterDescription", noteParameters);
          connection.parse({ text, name: "", types: [] });
          connection.describe({ type: "S", name: "" });
          connection.sync();
        },
        handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
          description.columns = fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
        },
        handleError(err: Error, connection: Connection) {
          connection.off("parameterDescription", noteParameters);
          reject(err);
        },
        handleReadyForQuery() {
          const [tree] = trees;
          resolve(tree ? { ...description, tree: readTree(tree) } : description);
        },
      };
      client.query(statement as unknown as pg.Submittable);
    });
  return { describe, close: () => client.off("notice", noteTree) };
}
