import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a server: `formwork run` of any project. */
const SERVER = process.env['FORMWORK_SERVER'] ?? 'http://127.0.0.1:5656';

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
            { name: 'libraries', test: /node_modules[\\/](?!@dagrejs)/, priority: 3 },
            { name: 'diagram', test: /@dagrejs|[\\/]src[\\/]ui[\\/]diagram[\\/]/, priority: 2 },
            { name: 'shared', test: /[\\/]src[\\/]/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': SERVER, '/admin': SERVER, '/ui': SERVER } },
});
