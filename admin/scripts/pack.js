// Lays the built app into runtime/assets, compressed, from where the tool and the projects embed it; and holds it to its
// budget, since every user pays for each kilobyte at the first visit.

import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'dist');
const assets = join(root, '..', 'runtime', 'assets');

/** Bytes of everything that a visit may load, compressed by gzip and raw. */
const BUDGET = { gzip: 450 * 1000, raw: 2_500 * 1000 };

const list = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? list(path) : [path];
  });

rmSync(assets, { recursive: true, force: true });
const total = { gzip: 0, raw: 0 };
for (const path of list(built)) {
  const name = relative(built, path);
  const bytes = readFileSync(path);
  const write = (ending, content) => {
    const target = join(assets, name + ending);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  };
  const gzip = gzipSync(bytes, { level: 9 });
  total.raw += bytes.length;
  total.gzip += gzip.length;
  // The first page is completed by the server; what is small is not worth a second copy.
  if (name === 'index.html' || name === 'favicon.svg') {
    write('', bytes);
    continue;
  }
  write('.gz', gzip);
  write('.br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}
const shown = (bytes) => `${Math.round(bytes / 1000)} kB`;
console.log(`admin app: ${shown(total.gzip)} compressed, ${shown(total.raw)} raw`);
for (const kind of ['gzip', 'raw']) {
  if (total[kind] > BUDGET[kind]) {
    console.error(`error: the app is over its budget: ${shown(total[kind])} ${kind}, at most ${shown(BUDGET[kind])}`);
    process.exitCode = 1;
  }
}
