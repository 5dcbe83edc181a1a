import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Example, findingsIn } from "./check-example";

const client = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  await client.connect();
  await client.query(`
    CREATE TYPE part_state AS ENUM ('new', 'used');
    CREATE TABLE part (
      id uuid PRIMARY KEY, name text NOT NULL, note text, size int NOT NULL, weight bigint NOT NULL,
      state part_state NOT NULL, made_at timestamptz NOT NULL, tags text[] NOT NULL, owner_id uuid REFERENCES part
    )`);
});
afterAll(() => client.end());

const find = (example: string | Example) => findingsIn(client, example);

/** What is found in a statement that gives rows of this type. */
const findIn = (row: string, statement: string, values = "[]") =>
  find(`export const read = () => pool.query<${row}>(\`${statement}\`, ${values});`);

test("a statement that fits its type is passed over in silence", async () => {
  const row =
    '{ id: string; note: string | null; size: number; weight: string; state: "new" | "used"; made: Date; tags: string[] }';
  expect(
    await findIn(
      row,
      "SELECT id, note, size, weight, state, made_at AS made, tags FROM part WHERE id = $1",
      '["a"]',
    ),
  ).toEqual([]);
});

test("a column that was renamed is found, with its place", async () => {
  const example = '\nexport const read = () => pool.query<{ name: string }>("SELECT name FROM part");';
  expect(await find(example)).toEqual([]);
  await client.query("ALTER TABLE part RENAME COLUMN name TO title");
  try {
    expect(await find(example)).toEqual([
      'example.ts:2 sends a statement that PostgreSQL refuses: column "name" does not exist; correct the statement or the schema',
    ]);
  } finally {
    await client.query("ALTER TABLE part RENAME COLUMN title TO name");
  }
});

test("a column has the name the type says", async () => {
  const findings = await findIn("{ title: string }", "SELECT name FROM part");
  expect(findings).toEqual([
    expect.stringMatching(/^example\.ts:1 reads "title", which the result has not \(it has name\)/),
    expect.stringMatching(/^example\.ts:1 gets "name", which the row type has not/),
  ]);
});

test("a sort by a result that hides a column is found; by the column itself it is not", async () => {
  const row = "{ id: string; name: string }";
  const sortedBy = (order: string) =>
    findIn(row, `SELECT id::text AS id, name FROM part ORDER BY ${order} LIMIT 3`);
  expect(await sortedBy("id")).toEqual([expect.stringContaining('sorts by the result "id", which hides')]);
  expect(await sortedBy("part.id")).toEqual([]);
  expect(await sortedBy("name")).toEqual([]);
});

test.each([
  ["number", "weight", "int8 comes as string through pg"],
  ["string", "size", "int4 comes as number through pg"],
  ["string", "made_at", "timestamptz comes as Date through pg"],
  ["string", "tags", "text comes as string"],
  ['"new" | "old"', "state", "part_state has no old"],
])("%s is not what %s gives", async (type, column, words) => {
  const findings = await findIn(`{ ${column}: ${type} }`, `SELECT ${column} FROM part`);
  expect(findings).toEqual([expect.stringContaining(`reads "${column}"`)]);
  if (column !== "tags") expect(findings[0]).toContain(words);
});

test("what comes otherwise through Prisma has both types", async () => {
  const read = (type: string) =>
    `export const read = () => sql.query<{ weight: ${type} }>("SELECT weight FROM part", []);`;
  expect(await find(read("string"))).toEqual([
    expect.stringContaining("int8 comes as string through pg and bigint through prisma"),
  ]);
  expect(await find(read("string | bigint"))).toEqual([]);
});

test.each([
  ["note", "SELECT note FROM part"],
  ["name", "SELECT o.name FROM part p LEFT JOIN part o ON o.id = p.owner_id"],
  ["name", "SELECT (SELECT name FROM part WHERE size = 1) AS name"],
  ["most", "SELECT max(size) AS most FROM part"],
  ["word", "SELECT CASE WHEN size > 1 THEN 'big' END AS word FROM part"],
  ["word", "SELECT NULLIF(name, '') AS word FROM part"],
  ["note", "WITH given AS (SELECT note FROM part) SELECT note FROM given"],
  ["note", "SELECT name AS note FROM part UNION ALL SELECT note FROM part"],
  ["note", "UPDATE part SET note = NULL WHERE note IS NOT NULL RETURNING note"],
  ["tag", "SELECT facts.tag FROM part, jsonb_to_record('{}') AS facts(tag text)"],
])("%s can be null in %s", async (column, statement) => {
  const findings = await findIn(`{ ${column}: ${column === "most" ? "number" : "string"} }`, statement);
  expect(findings).toEqual([expect.stringContaining(`reads "${column}" as never null, but it can be`)]);
});

test.each([
  ["string", "SELECT COALESCE(note, '') AS it FROM part"],
  ["number", "SELECT count(*)::int AS it FROM part"],
  ["number", "SELECT (SELECT count(*)::int FROM part) AS it"],
  ["number", "SELECT max(size) AS it FROM part GROUP BY state"],
  ["string", "SELECT note AS it FROM part WHERE note IS NOT NULL"],
  ["string", "SELECT note AS it FROM part WHERE lower(note) = 'a'"],
  ["string", "SELECT o.name AS it FROM part p JOIN part o ON o.id = p.owner_id"],
  ["string", "SELECT p.owner_id AS it FROM part p JOIN part o ON o.id = p.owner_id"],
  ["boolean", "SELECT EXISTS (SELECT FROM part) AS it"],
  ["boolean", "SELECT owner_id IS NULL AS it FROM part"],
  [
    "string",
    "INSERT INTO part (id, name, size, weight, state, made_at, tags) SELECT id, name, size, weight, state, made_at, tags FROM part RETURNING id AS it",
  ],
  ["number", "SELECT place::int AS it FROM (SELECT row_number() OVER () AS place FROM part) p"],
])("a value of %s is never null in %s", async (type, statement) => {
  expect(await findIn(`{ it: ${type} }`, statement)).toEqual([]);
  expect(await findIn(`{ it: ${type} | null }`, statement)).toEqual([
    expect.stringContaining('reads "it" as perhaps null, but it never is'),
  ]);
});

test("a rule PostgreSQL does not know is said with its reason, and only where it is needed", async () => {
  const row = (tag: string) => `{\n/** ${tag} */\nnote: string }`;
  expect(await findIn(row("@neverNull parts that are used have one"), "SELECT note FROM part")).toEqual([]);
  expect(await findIn(row("@neverNull"), "SELECT note FROM part")).toHaveLength(1);
  expect(await findIn(row("@neverNull it is so"), "SELECT name AS note FROM part")).toEqual([
    expect.stringContaining("which PostgreSQL knows: take the tag away"),
  ]);
});

test("as many values as parameters, and of their types", async () => {
  const select = "SELECT id FROM part WHERE size = $1 AND name = $2";
  expect(await findIn("{ id: string }", select, "[1]")).toEqual([
    expect.stringContaining("sends 1 values, but the statement has 2 parameters"),
  ]);
  expect(await findIn("{ id: string }", select, "[true, new Date()]")).toEqual([
    expect.stringContaining("sends true for $1, which is int4"),
    expect.stringContaining("sends Date for $2, which is text"),
  ]);
});

test("Prisma's tagged templates are described too", async () => {
  const read = (row: string) =>
    `export const read = (name: string) => $prisma.$queryRaw<${row}[]>\`SELECT weight FROM part WHERE name = \${name}\`;`;
  expect(await find(read("{ weight: bigint }"))).toEqual([]);
  expect(await find(read("{ weight: string }"))).toEqual([
    expect.stringContaining("int8 comes as bigint through prisma"),
  ]);
});

test("each alternative of a statement is checked", async () => {
  const alternatives = (broken: string) => ({
    "fragments.ts": `
      const IS_BIG = "size > 10";
      export const sizeIs = (isBig: boolean) => (isBig ? IS_BIG : "${broken} = 1");
      export function conditions(wanted: { name?: string; note?: string }): { text: string; values: string[] } {
        const values: string[] = [];
        const all = ["true"];
        if (wanted.name) { values.push(wanted.name); all.push(\`name = $\${values.length}\`); }
        if (wanted.note) { values.push(wanted.note); all.push(\`note = $\${values.length}\`); }
        return { text: all.join(" AND "), values };
      }`,
    "example.ts": `
      import { conditions, sizeIs } from "./fragments";
      const SORTS = { name: "name", made: "made_at DESC" };
      async function read(sort: keyof typeof SORTS, isBig: boolean, wanted: { name?: string; note?: string }) {
        const { text, values } = conditions(wanted);
        const { rows } = await pool.query<{ id: string }>(
          \`SELECT id FROM part WHERE \${sizeIs(isBig)} AND \${text} ORDER BY \${SORTS[sort]}\`, values);
        return rows;
      }
      async function count(table: string, column: string) {
        return (await pool.query(\`SELECT FROM \${table} WHERE \${column} IS NULL\`)).rowCount;
      }
      export const all = [read("name", true, {}), count("part", "note"), count("part_of_another", "id")];`,
  });
  expect(await find(alternatives("size"))).toEqual([
    expect.stringContaining('relation "part_of_another" does not exist'),
  ]);
  expect(await find(alternatives("width"))).toEqual([
    expect.stringContaining('column "width" does not exist'),
    expect.stringContaining('relation "part_of_another" does not exist'),
  ]);
});

test("a fragment that is used twice says each time what it was given", async () => {
  const select = (second: string) => `
    const quote = (name: string) => \`"\${name}"\`;
    const column = (name: string) => \`p.\${quote(name)}\`;
    export const read = () => pool.query<{ id: string; name: string }>(
      \`SELECT \${column("id")}, \${column("${second}")} AS name FROM part p\`);`;
  expect(await find(select("name"))).toEqual([]);
  expect(await find(select("note"))).toEqual([expect.stringContaining('reads "name" as never null')]);
});

test("what cannot be told is a finding, not a gap", async () => {
  expect(await find("export const run = (text: string) => pool.query(text);")).toEqual([
    expect.stringContaining('sends a text that the code does not tell: "text" can be any string'),
  ]);
  expect(await find("export const run = pool.query.bind(pool);")).toEqual([
    expect.stringContaining("hands on a function that sends SQL"),
  ]);
  expect(
    await find('export const read = async () => (await pool.query("SELECT id FROM part")).rows;'),
  ).toEqual([expect.stringContaining("reads rows without a type")]);
});
