-- What the owner's role (POSTGRES_USER) makes for others, at every start; a repeat changes nothing. Tributary's own role
-- at run time is made by the service migrate. Inngest keeps its history beside Tributary's data, in its own database
-- with its own role.
\set ON_ERROR_STOP on
\getenv inngest_password INNGEST_DATABASE_PASSWORD

SELECT 'CREATE ROLE inngest' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'inngest') \gexec
ALTER ROLE inngest LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'inngest_password';
SELECT 'CREATE DATABASE inngest' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'inngest') \gexec
ALTER DATABASE inngest OWNER TO inngest;
REVOKE ALL ON DATABASE inngest, tributary FROM PUBLIC;

-- An installation from before Inngest had a role has tables there that belong to the owner of Tributary's.
\connect inngest
SELECT format('ALTER %s %s OWNER TO inngest', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass)
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') AND c.relowner <> 'inngest'::regrole
  -- A sequence of a column goes with its table.
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
\gexec
