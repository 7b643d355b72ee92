import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000, // some open the shipped knowledge or compile, on machines with much else to do
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1), // many tests wait more than they work
    globalSetup: 'test/build.ts',
  },
});
