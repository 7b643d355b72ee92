// Wiring of a model: configuration → server, prompts and guard → what a session takes. Loaded only where a model is configured, since the
// SDK takes a quarter of a second that a keyless start need not spend.

import { createGuard } from './compose/guard.ts';
import { createModelComposer, createModelRewriter } from './compose/model-composer.ts';
import { createModelServer } from './compose/openai.ts';
import { loadPrompts } from './compose/prompt.ts';
import type { ModelConfig } from './config.ts';
import type { Model } from './session.ts';

/** The model that is configured. Throws PromptError where a prompt is not as expected; calls no server. */
export function openModel(config: ModelConfig, log: (line: string) => void): Model {
  const server = createModelServer(config);
  const prompts = loadPrompts();
  const { maxConcurrent, timeoutMs } = config;
  const guard = createGuard({ host: server.host, maxConcurrent, log });
  const ports = { server, prompts, guard, timeoutMs };
  return {
    host: server.host,
    prompt: prompts.hash,
    writer: createModelComposer(ports),
    rewriter: createModelRewriter(ports),
  };
}
