/** The databases of the tests: files, and databases on the servers that the environment names. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { randomSchema } from './random/schema';

export const REPOSITORY = join(import.meta.dirname, '../../..');

/** What `--db-url` takes for a database of a test (see `Options`), which is made if it is none of the tool's own samples. */
export const addressOfDatabase = (database: string, home: string): string => {
  const [, kind, name] = /^(design|own|postgres|mysql|random|large):(\w+)$/.exec(database) ?? [];
  if (name === undefined) return database;
  if (kind === 'random') {
    const script = join(home, 'schema.sql');
    writeFileSync(script, randomSchema(Number(name)));
    return sqlite(home, script);
  }
  if (kind === 'large') {
    const tables = execFileSync(join(REPOSITORY, 'scripts/make-wide-schema'), ['--dialect', 'sqlite', '--tables', name], { maxBuffer: 2 ** 26 });
    const script = join(home, 'schema.sql');
    writeFileSync(script, `${tables}.read ${join(REPOSITORY, 'admin/test/designs/large.sql')}\n`);
    return sqlite(home, script);
  }
  const folder = join(REPOSITORY, kind === 'own' ? 'admin/test/designs' : 'tests/databases', name);
  if (kind === 'postgres' || kind === 'mysql') return onServer(SERVERS[kind], folder, basename(home));
  return sqlite(home, join(folder, 'sqlite.sql'));
};

/** A database of SQLite that a script makes. */
const sqlite = (home: string, script: string): string => {
  const file = join(home, 'design.sqlite');
  execFileSync('sqlite3', ['-bail', file, `.read ${script}`]);
  return `sqlite:${file}`;
};

interface DatabaseServer {
  /** The variable that has the address of a database from which others are made. */
  variable: string;
  /** The design of this kind of database. */
  script: string;
  /** Runs statements in a database. */
  run: (address: URL, statements: string) => void;
  /** What the statements of rows that were written for another kind of database need before and after them. */
  around: [before: string, after: string];
  drop: (name: string) => string;
}

const client = (program: string, options: string[], input: string, environment: Record<string, string>) =>
  execFileSync(program, options, { input, stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, ...environment } });

/** Has new rows numbered after those that were loaded with their numbers. */
const NEXT_NUMBERS = `DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name t, column_name n FROM information_schema.columns WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%') LOOP
    EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I', quote_ident(c.t), c.n, c.n, c.t);
  END LOOP; END $$;`;

export const SERVERS: Record<'postgres' | 'mysql', DatabaseServer> = {
  postgres: {
    variable: 'FORMWORK_POSTGRES_URL',
    script: 'postgres.sql',
    run: (address, statements) => client('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', address.href], statements, {}),
    around: ['', NEXT_NUMBERS],
    drop: (name) => `DROP DATABASE ${name} WITH (FORCE);`,
  },
  mysql: {
    variable: 'FORMWORK_MYSQL_URL',
    script: 'mysql.sql',
    run: ({ hostname, port, username, password, pathname }, statements) =>
      client('mariadb', ['--no-defaults', '--default-character-set=utf8mb4', '-h', hostname, '-P', port, '-u', username, ...(pathname === '/' ? [] : [pathname.slice(1)])], statements, { MYSQL_PWD: decodeURIComponent(password) }),
    around: ["SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES');", ''],
    drop: (name) => `DROP DATABASE ${name};`,
  },
};

/** A database of a design on a server, Northwind with its rows; dropped when the worker ends. */
const onServer = ({ variable, script, run, around: [before, after], drop }: DatabaseServer, folder: string, home: string): string => {
  const maintenance = new URL(process.env[variable] ?? '');
  const name = home.toLowerCase().replaceAll(/\W/g, '_');
  const address = new URL(maintenance);
  address.pathname = name;
  run(maintenance, `CREATE DATABASE ${name};`);
  process.on('exit', () => run(maintenance, drop(name)));
  run(address, readFileSync(join(folder, script), 'utf8'));
  const rows = join(REPOSITORY, 'examples', basename(folder), 'data.sql');
  if (existsSync(rows)) run(address, [before, readFileSync(rows, 'utf8'), after].join('\n'));
  return address.href;
};
