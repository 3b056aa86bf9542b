import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    coverage: {
      include: ['src/core/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text'],
      // What the tests of pages see as well is not counted: these are what a change of the core breaks first.
      thresholds: { lines: 95, functions: 95, statements: 95, branches: 85 },
    },
  },
});
