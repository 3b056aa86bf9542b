import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a server: `formwork run` of any project. */
const SERVER = process.env['FORMWORK_SERVER'] ?? 'http://127.0.0.1:5656';

/** What a source takes from the icons of the library. */
const iconsOf = (path: string): string[] => [...readFileSync(path, 'utf8').matchAll(/@mui\/icons-material\/(\w+)/g)].map(([, name = '']) => name);

/** The icons that only `admin.yaml` may name: what draws them is loaded where one is named. */
const NAMED = 'ui/icons/DrawnIcon.tsx';
const ROOT = join(import.meta.dirname, 'src');
const usual = new Set(readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx') && path.replaceAll('\\', '/') !== NAMED).flatMap((path) => iconsOf(join(ROOT, path))));
const named = new Set(iconsOf(join(ROOT, NAMED)).filter((name) => !usual.has(name)));
const isNamed = (id: string): boolean => named.has(/@mui[\\/]icons-material[\\/](\w+)\.m?js$/.exec(id)?.[1] ?? '');

export default defineConfig({
  plugins: [react()],
  // A project is served at the root of its address.
  base: '/',
  build: {
    target: 'es2023',
    // No data: addresses, so that the policy of the page stays short.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A request costs more than the few kilobytes that a page does not need: the libraries are one file, which changes
          // seldom, and what pages share is another. What draws diagrams is large, and few pages have one.
          groups: [
            { name: 'libraries', test: (id) => /node_modules[\\/](?!@dagrejs)/.test(id) && !isNamed(id), priority: 3 },
            { name: 'diagram', test: /@dagrejs|[\\/]src[\\/]ui[\\/]diagram[\\/]/, priority: 2 },
            { name: 'shared', test: /[\\/]src[\\/]/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': SERVER, '/admin': SERVER, '/ui': SERVER } },
});
