/** A server of a project made for the tests, with a database of its own. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { randomSchema } from './random/schema';

const REPOSITORY = join(import.meta.dirname, '../../..');

const TOOL = process.env['FORMWORK'] ?? join(REPOSITORY, 'target/debug/formwork');

export interface Server {
  address: string;
  /** The project's folder. */
  folder: string;
  /** Asks the API, beside the app. */
  api: (method: string, path: string, body?: unknown) => Promise<{ data?: { id: string; attributes: Record<string, unknown> } }>;
}

/** The address of a database: that of a design is made, as a file or on the server for PostgreSQL. */
const addressOfDatabase = (database: string, home: string): string => {
  const [, kind, design] = /^(design|own|postgres|random):(\w+)$/.exec(database) ?? [];
  if (design === undefined) return database;
  if (kind === 'random') {
    const script = join(home, 'schema.sql');
    writeFileSync(script, randomSchema(Number(design)));
    return sqlite(home, script);
  }
  const folder = join(REPOSITORY, kind === 'own' ? 'admin/test/designs' : 'tests/databases', design);
  if (kind === 'postgres') return postgres(folder, basename(home));
  return sqlite(home, join(folder, 'sqlite.sql'));
};

/** A database of SQLite that a script makes. */
const sqlite = (home: string, script: string): string => {
  const file = join(home, 'design.sqlite');
  execFileSync('sqlite3', ['-bail', file, `.read ${script}`]);
  return `sqlite:${file}`;
};

/** A database of a design on the server for PostgreSQL, Northwind with its rows; dropped when the worker ends. */
const postgres = (folder: string, home: string): string => {
  const maintenance = process.env['FORMWORK_POSTGRES_URL'] ?? '';
  const name = home.toLowerCase().replaceAll(/\W/g, '_');
  const address = `${maintenance.slice(0, maintenance.lastIndexOf('/'))}/${name}`;
  const psql = (url: string, ...options: string[]) => execFileSync('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', url, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  psql(maintenance, '-c', `CREATE DATABASE ${name}`);
  const rows = basename(folder) === 'northwind' ? ['-f', join(REPOSITORY, 'examples/northwind/data.sql'), '-c', NEXT_NUMBERS] : [];
  psql(address, '-f', join(folder, 'postgres.sql'), ...rows);
  process.on('exit', () => psql(maintenance, '-c', `DROP DATABASE ${name} WITH (FORCE)`));
  return address;
};

/** Has new rows numbered after those that were loaded with their numbers. */
const NEXT_NUMBERS = `DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name t, column_name n FROM information_schema.columns WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%') LOOP
    EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I', quote_ident(c.t), c.n, c.n, c.t);
  END LOOP; END $$`;

/** Compiles a project with the rules of its sample; all such projects of tests are built in one place, so that little is built anew. */
const compile = (folder: string): string => {
  execFileSync(TOOL, ['add-cust', folder, '--quiet']);
  execFileSync(TOOL, ['add-audit', folder, '--quiet']);
  const target = join(REPOSITORY, 'target/tmp/projects');
  execFileSync('cargo', ['build', '--quiet', '--offline'], { cwd: folder, env: { ...process.env, CARGO_TARGET_DIR: target } });
  const program = join(folder, 'server');
  copyFileSync(join(target, 'debug', basename(folder)), program);
  return program;
};

/** Creates a project and serves it, with settings such as `APP__SERVER__DECIMALS`. */
export const start = async (database: string, hasRules: boolean, settings: Record<string, string> = {}): Promise<Server & { stop: () => void }> => {
  const home = mkdtempSync(join(tmpdir(), 'formwork-admin-'));
  const folder = join(home, hasRules ? 'shop_with_rules' : 'shop');
  const runtime = hasRules ? [`--runtime=path=${REPOSITORY}`] : [];
  execFileSync(TOOL, ['create', '--project-name', folder, '--db-url', addressOfDatabase(database, home), '--quiet', ...runtime]);
  const env = { ...process.env, ...settings };
  const server = hasRules
    ? spawn(compile(folder), ['--port', '0'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    : spawn(TOOL, ['run', folder, '--no-build', '--port', '0'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await addressOf(server);
  const api: Server['api'] = async (method, path, body) => {
    const response = await fetch(`${address}/api/${path}`, { method, headers: { 'Content-Type': 'application/vnd.api+json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  return {
    address,
    folder,
    api,
    stop: () => {
      server.kill('SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
  };
};

const addressOf = (process: ChildProcess): Promise<string> =>
  new Promise((found, failed) => {
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const match = /(http:\/\/[^\s/]+:\d+)\//.exec(said);
      if (match?.[1] !== undefined) found(match[1]);
    });
    process.on('exit', () => failed(new Error(`the server ended: ${said}`)));
  });
