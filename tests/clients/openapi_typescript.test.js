/** openapi-typescript and openapi-fetch: <https://openapi-ts.dev>. A program that uses the types of the description compiles strictly and runs; mistakes do not compile. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import openapiTS, { astToString } from 'openapi-typescript';
import { API } from './api.js';

const FOLDER = join(import.meta.dirname, 'openapi_typescript');
const node = (...options) => execFileSync(process.execPath, options, { cwd: FOLDER, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

test('the types of the description are those of what is sent', async () => {
  writeFileSync(join(FOLDER, 'api.d.ts'), astToString(await openapiTS(new URL(`${API}/openapi.json`))));
  try {
    // An error that `@ts-expect-error` does not find is an error, too.
    node(join(import.meta.dirname, 'node_modules/typescript/bin/tsc'), '--project', '.');
  } catch (error) {
    assert.fail(error.stdout);
  }
  assert.deepEqual(JSON.parse(node('built/program.js')), {
    names: 3,
    cities: ['Stuttgart', 'Münster', 'München'],
    total: 11,
    customerId: 'ALFKI',
    changed: 'Alpine',
    statuses: [204, 204, 204],
    pointer: '/data/attributes/RegionDescription',
  });
});
