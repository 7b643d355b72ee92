// The browser that the reader is tried in: Chromium where CHROMIUM_PATH says, else where Linux puts it. null where there is none.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath: string | null =
  PLACES.find((path): path is string => path !== undefined && path !== '' && existsSync(path)) ?? null;

/** Without its sandbox, which a container has no rights for; it opens nothing but our own pages. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
}
