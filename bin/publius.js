#!/usr/bin/env node
// Runs the compiled command. A reader that goes away (`| head`) ends it quietly.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  const { run } = await import('../dist/cli.js');
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('publius: not installed or not built yet: run "npm ci" in its folder first');
  process.exitCode = 1;
}
