// `npm run preview`: saves what people typically see as a page to look at, and its payloads. `--out DIR` (default test/preview/out).

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pageOf } from './page.ts';
import { playScenes } from './typical.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: fileURLToPath(new URL('out', import.meta.url)) } },
});
const scenes = await playScenes();
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'preview.html'), pageOf(scenes));
writeFileSync(join(values.out, 'payloads.json'), `${JSON.stringify(scenes, null, 2)}\n`);
process.stdout.write(`${scenes.length} scenes: ${join(values.out, 'preview.html')}, payloads.json beside it\n`);
process.exit(0);
