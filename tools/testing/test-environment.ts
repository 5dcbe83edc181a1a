/** The configuration of a test process; nobody answers at its database, unless fresh-database.ts puts one there. */
process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
process.env.PUBLIC_URL = "http://127.0.0.1:3000";
process.env.NEXTAUTH_SECRET = "a-secret-for-tests-of-at-least-32-characters";
process.env.ENCRYPTION_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;
process.env.LOG_LEVEL = "silent";
