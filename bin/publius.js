#!/usr/bin/env node
// Runs the compiled command. A reader that goes away (`| head`) ends it quietly.
import { run } from '../dist/cli.js';

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await run(process.argv.slice(2));
