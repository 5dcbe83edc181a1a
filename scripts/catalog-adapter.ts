import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

/** PostgreSQL's internal one-byte type `"char"`, used for kinds in its catalogue, and its ordinary text. */
const CATALOG_CHAR = 18;
const TEXT = 25;

type SqlAdapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/**
 * Prisma's adapter for `pg`, as the schema engine needs it: the engine reads PostgreSQL's catalogue, whose `"char"`
 * columns the adapter does not know, and gets a shadow database that is dropped only after its connections are
 * closed.
 */
export class CatalogAdapter extends PrismaPg {
  private readonly opened: SqlAdapter[] = [];

  constructor(private readonly databaseUrl: string) {
    super(databaseUrl);
  }

  override async connect(): Promise<SqlAdapter> {
    return this.remember(await open(this.databaseUrl));
  }

  override async connectToShadowDb(): Promise<SqlAdapter> {
    const name = `tributary_shadow_${randomUUID().replaceAll("-", "")}`;
    await runOnce(this.databaseUrl, `CREATE DATABASE "${name}"`);

    const url = new URL(this.databaseUrl);
    url.pathname = `/${name}`;
    return this.remember(await open(url.href, () => runOnce(this.databaseUrl, `DROP DATABASE "${name}"`)));
  }

  /** Closes what the engine opened: the engine leaves its connections to their owner. */
  async close(): Promise<void> {
    await Promise.all(this.opened.map((adapter) => adapter.dispose()));
  }

  private remember(adapter: SqlAdapter): SqlAdapter {
    this.opened.push(adapter);
    return adapter;
  }
}

async function open(url: string, afterwards?: () => Promise<void>): Promise<SqlAdapter> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const query = pool.query.bind(pool) as (config: unknown) => Promise<pg.QueryResult>;
  const charColumns = new WeakMap<unknown[], number[]>();

  const readable = async (config: unknown): Promise<pg.QueryResult> => {
    const result = await query(config);
    const found = result.fields.flatMap((field, index) => (field.dataTypeID === CATALOG_CHAR ? [index] : []));
    for (const field of result.fields) if (field.dataTypeID === CATALOG_CHAR) field.dataTypeID = TEXT;
    charColumns.set(result.rows, found);
    return result;
  };

  const adapter = await new PrismaPg(Object.assign(pool, { query: readable })).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    for (const index of charColumns.get(result.rows) ?? [])
      result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };

  // Whole scripts go to PostgreSQL unchanged: the adapter would split them at every semicolon, even inside a
  // function.
  adapter.executeScript = async (script) => {
    await query(script);
  };
  let disposed: Promise<void> | undefined;
  const dispose = async (): Promise<void> => {
    await pool.end();
    await afterwards?.();
  };
  adapter.dispose = () => {
    disposed ??= dispose();
    return disposed;
  };
  return adapter;
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
