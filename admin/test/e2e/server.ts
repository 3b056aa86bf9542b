/** A server of a project made for the tests, with a database of its own. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { addressOfDatabase, REPOSITORY } from './databases';

const TOOL = process.env['FORMWORK'] ?? join(REPOSITORY, 'target/debug/formwork');

export interface Server {
  address: string;
  /** The project's folder. */
  folder: string;
  /** Asks the API, beside the app. */
  api: (method: string, path: string, body?: unknown) => Promise<{ data?: { id: string; attributes: Record<string, unknown> } }>;
}

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
