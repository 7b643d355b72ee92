// `npm run scripted-model`: a model server without a model, to try Publius with. Set the two variables that it prints.

import { parseArgs } from 'node:util';
import { PERSONAS, type Persona, startScriptedModel } from './scripted-model.ts';

const HELP = `npm run scripted-model [-- --persona honest --port 8089]
  --persona  one of ${PERSONAS.join(', ')}; honest by default
  --port     8089 by default`;

const { values } = parseArgs({
  options: { persona: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const persona = PERSONAS.find((name) => name === (values.persona ?? 'honest'));
if (values.help || persona === undefined) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else await serve(persona, Number(values.port ?? 8089));

async function serve(name: Persona, port: number): Promise<void> {
  const { url } = await startScriptedModel(name, { port, ttft: 300, tps: 60 });
  console.log(
    `The scripted model "${name}" listens. In another terminal:\n\nexport OPENAI_BASE_URL=${url} OPENAI_MODEL=${name}`,
  );
}
