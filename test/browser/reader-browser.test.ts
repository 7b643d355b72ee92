// The reader in a browser: what is marked, with and without a script; keys, copying, and that everybody can use it. Skipped where no Chromium is.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/text/markdown.ts';
import { readerLink } from '../../src/text/reader-link.ts';
import type { Span } from '../../src/text/span.ts';
import { folderOf, HOSTILE, openReader } from '../fakes/reader.ts';
import { chromiumPath, openChromium } from './chromium.ts';

const shipped = fileURLToPath(new URL('../../knowledge', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const COMPLAINT = 'twitter-v-dhs-complaint';

if (chromiumPath === null)
  console.warn('no Chromium: the reader is not tried in a browser (install it, or set CHROMIUM_PATH)');

describe.skipIf(chromiumPath === null)('the reader in a browser', () => {
  let reader: Awaited<ReturnType<typeof openReader>>;
  let trap: Awaited<ReturnType<typeof openReader>>;
  let browser: Browser;
  const hostile = folderOf(HOSTILE);
  /** Requests that left the server's origin, and what pages complained of. */
  const strayed: string[] = [];

  beforeAll(async () => {
    [reader, trap, browser] = await Promise.all([openReader(shipped), openReader(hostile.folder), openChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([reader?.server.stop(100), trap?.server.stop(100)]);
    hostile.remove();
  });

  const contexts = new Map<string, Promise<Page>>();

  async function openPage(options: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.on('request', (request) => {
      if (![reader.url, trap.url].includes(new URL(request.url()).origin)) strayed.push(request.url());
    });
    page.on('dialog', (dialog) => {
      strayed.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => strayed.push(message));
    page.on('console', (message) => {
      if (/Content.Security|Trusted|Refused/i.test(message.text())) strayed.push(message.text());
    });
    return page;
  }

  /** A page in a window with these options; the same one for all who ask for the same. */
  async function withPage(look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
    const key = JSON.stringify(options);
    if (!contexts.has(key)) contexts.set(key, openPage(options));
    const page = await contexts.get(key)!;
    await page.goto('about:blank');
    await look(page);
    expect(await page.context().cookies()).toEqual([]);
  }

  const passages = (id: string) => reader.session.library.document(id)!.passages;
  const quotes = (id: string) => passages(id).filter(({ voice }) => voice === 'source');
  const link = (id: string, span: { start: number; end: number }, { url } = reader) =>
    readerLink(url, { document: id, ...span });
  const shownOf = ({ session } = reader, id: string, start: number, end: number) => {
    const { text, meta } = session.library.document(id)!;
    return plainText(text.slice(start, end), meta.format);
  };
  const marked = (page: Page) => page.locator('mark').allTextContents();
  const panel = (page: Page) => page.locator('#panel');
  const told = (page: Page) => page.locator('#panel:not([hidden])').waitFor();

  it('marks a sentence and scrolls to it without a script', async () => {
    const [, quote] = quotes(COMPLAINT);
    await withPage(
      async (page) => {
        for (const { sentences } of [quote!, passages(COMPLAINT).at(-1)!]) {
          await page.goto(link(COMPLAINT, sentences[0]!));
          const target = page.locator(':target');
          expect(await target.textContent()).toBe(shownOf(reader, COMPLAINT, sentences[0]!.start, sentences[0]!.end));
          expect(await target.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
            'rgb(255, 228, 138)',
          );
          const box = (await target.boundingBox())!;
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeLessThan(720);
        }
        const several = passages(COMPLAINT).find(({ sentences }) => sentences.length > 1)!;
        await page.goto(link(COMPLAINT, several.span));
        expect(await page.locator(':target').evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
          'rgb(255, 228, 138)',
        );
        await page.goto(reader.url);
        await page.fill('#search', 'gag order');
        await page.press('#search', 'Enter');
        expect(await page.locator('.hits li').count()).toBeGreaterThan(3);
        expect(page.url()).toBe(`${reader.url}/search`);
      },
      { javaScriptEnabled: false },
    );
  });

  it('marks to the letter, inside a sentence and across several, and says who says it', async () => {
    await withPage(async (page) => {
      const [quote] = quotes(COMPLAINT);
      await page.goto(link(COMPLAINT, quote!.span));
      await told(page);
      expect(await marked(page)).toEqual(['pierce the anonymity']);
      expect(await panel(page).innerText()).toMatch(
        /Alleged\s+Complaint, ¶ 43, quoted by The Intercept\s+Complaint, Twitter v. DHS \(N.D. Cal., 6 Apr 2017\)\s+Status of Complaint, Twitter v. DHS: Dismissed/,
      );
      const { start } = quote!.span;
      await page.goto(link(COMPLAINT, { start: start + 7, end: start + 10 }));
      await expect.poll(() => marked(page)).toEqual(['the']);
      const [first] = passages(COMPLAINT);
      await page.goto(link(COMPLAINT, { start: first!.sentences[0]!.start + 8, end: first!.sentences[1]!.end }));
      await told(page);
      expect((await marked(page)).join(' ')).toBe(
        shownOf(reader, COMPLAINT, first!.sentences[0]!.start + 8, first!.sentences[0]!.end) +
          ` ${shownOf(reader, COMPLAINT, first!.sentences[1]!.start, first!.sentences[1]!.end)}`,
      );
      expect(await panel(page).innerText()).toContain('Digest: our summary');
    });
  });

  it('marks through emphasis, links and references', async () => {
    const { text } = trap.session.library.document('markup')!;
    const cases = [
      ['Emphasis **strong', 'Emphasis strong and code <b>, *escaped* and © 😀 and 1 < 2 > 0.'],
      ['data](data:text/html,x)', 'A link, another, data, good, user, https://auto.example/.'],
      ['escaped\\* and &copy', 'Emphasis strong and code <b>, *escaped* and © 😀 and 1 < 2 > 0.'],
      ['and &copy; &#x1F600; and', 'and © 😀 and'],
      ['**strong** and `code <b>`', 'strong and code <b>'],
      ['1 < 2', '1 < 2'],
      ['only the second', 'only the second'],
    ] as const;
    await withPage(async (page) => {
      for (const [words, shown] of cases) {
        const start = text.indexOf(words);
        await page.goto(link('markup', { start, end: start + words.length }, trap));
        await expect.poll(async () => (await marked(page)).join('')).toBe(shown);
        await expect.poll(() => panel(page).innerText()).toMatch(/^Source\s/);
      }
    });
  });

  it('finds the part by itself where a link says none, and steps from part to part', async () => {
    const id = 'filing';
    const units = trap.session.library.document(id)!.passages;
    const place = ({ start, end }: Span) => `${start}-${end}`;
    await withPage(async (page) => {
      await page.goto(`${trap.url}/s/${id}#q=${place(units.at(-1)!.sentences[1]!)}`);
      await page.locator('mark').first().waitFor();
      expect(await marked(page)).toEqual(['It says so in two sentences, the second of which is longer.']);
      expect(await page.locator('[aria-current]').first().textContent()).toBe(
        await page.locator('.parts li').last().textContent(),
      );
      await page.goto(`${trap.url}/s/${id}?at=9999999#q=9999990-9999999`);
      expect(await page.locator('mark').count()).toBe(0);
      const last = (await (await fetch(`${trap.url}/s/${id}`)).text())
        .match(/data-q="[\d-]+"/g)!
        .at(-1)!
        .slice(8, -1);
      await page.goto(`${trap.url}/s/${id}#q=${last}`);
      await told(page);
      await page.keyboard.press('j');
      await page.waitForURL(/part=2/);
    });
  });

  it('says that the source has changed rather than whose words they were', async () => {
    await withPage(async (page) => {
      await page.goto(`${reader.url}/s/${COMPLAINT}`);
      await page.route('**/quotation', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ json: { ...(await response.json()), knowledge: 'newer' } });
      });
      await page.keyboard.press('j');
      await told(page);
      expect(await panel(page).innerText()).toMatch(/^This source has changed/);
      expect(await page.getByRole('button', { name: 'Markdown' }).isDisabled()).toBe(true);
      await page.unroute('**/quotation');
    });
  });

  it('copies four kinds of citations, and says so', async () => {
    await withPage(
      async (page) => {
        await page.goto(link(COMPLAINT, quotes(COMPLAINT)[0]!.span));
        await told(page);
        const copied: string[] = [];
        for (const name of ['Copy with source', 'Legal citation', 'Markdown', 'Selector (JSON)']) {
          await page.getByRole('button', { name }).click();
          await page
            .getByRole('status')
            .filter({ hasText: `Copied: ${name}` })
            .waitFor();
          copied.push(await page.evaluate(() => navigator.clipboard.readText()));
        }
        expect(copied[0]).toMatch(/^“pierce the anonymity”\n— Complaint, ¶ 43/);
        expect(copied[1]).toContain('No. 3:17-cv-01916, ¶ 43');
        expect(copied[2]).toMatch(/^> pierce/);
        expect(JSON.parse(copied[3]!).selector[0].exact).toBe('pierce the anonymity');
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });

  it('is used with the keyboard alone', async () => {
    await withPage(async (page) => {
      await page.goto(`${reader.url}/s/${COMPLAINT}`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
      const texts = quotes(COMPLAINT).map(({ span }) => shownOf(reader, COMPLAINT, span.start, span.end));
      await page.keyboard.press('j');
      await expect.poll(() => marked(page)).toEqual([texts[0]]);
      await page.keyboard.press('j');
      await expect.poll(() => marked(page)).toEqual([texts[1]]);
      await page.keyboard.press('k');
      await expect.poll(() => marked(page)).toEqual([texts[0]]);
      await page.keyboard.press('Escape');
      await expect.poll(() => marked(page)).toEqual([]);
      expect(await panel(page).isVisible()).toBe(false);
      expect(new URL(page.url()).hash).toBe('');
      await page.keyboard.press('?');
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
      await page.getByLabel('Use these keys').uncheck();
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      expect(await page.getByRole('dialog').isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Keys' }).click();
      await page.getByLabel('Use these keys').check();
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
      await page.keyboard.type('jk?/');
      expect(await page.inputValue('#search')).toBe('jk?/');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('McIntyre');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${reader.url}/search`);
      expect(await page.locator('.hits li').count()).toBeGreaterThan(0);
    });
  });

  it('makes nothing live of a hostile document', async () => {
    await withPage(async (page) => {
      for (const id of ['markup', 'characters']) {
        await page.goto(`${trap.url}/s/${id}`);
        expect(
          await page
            .locator(
              '#text script, #text img, #text iframe, #text svg, #text style, #text [onclick], #text [onmouseover]',
            )
            .count(),
        ).toBe(0);
        for (const href of await page
          .locator('#text a')
          .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? '')))
          expect(href).toMatch(/^https?:\/\//);
      }
    });
  });

  // All of axe's rules once; then only those that colours or width change.
  const DESK = { width: 1280, height: 900 };
  const PHONE = { width: 360, height: 740 };
  it.each([
    { colorScheme: 'light', viewport: DESK, rules: null },
    { colorScheme: 'dark', viewport: DESK, rules: ['color-contrast', 'link-in-text-block'] },
    { colorScheme: 'light', viewport: PHONE, rules: ['color-contrast', 'target-size', 'scrollable-region-focusable'] },
    { colorScheme: 'dark', viewport: PHONE, rules: ['color-contrast', 'link-in-text-block'] },
  ] as const)('has nothing in anybody’s way: $colorScheme, $viewport.width', async ({ rules, ...look }) => {
    const quote = link('markup', trap.session.library.document('markup')!.passages[1]!.span, trap);
    const places = [
      ...(rules === null ? [reader.url] : []),
      `${reader.url}/s/mcintyre-v-ohio`,
      `${reader.url}/s/nothing`,
      quote,
    ];
    await withPage(async (page) => {
      for (const place of places) {
        await page.goto(place);
        if (place === quote) {
          await told(page);
          const [mark, beside] = [
            (await page.locator('mark').first().boundingBox())!,
            (await panel(page).boundingBox())!,
          ];
          expect(
            mark.x + mark.width <= beside.x || mark.y + mark.height <= beside.y,
            'the panel covers the words',
          ).toBe(true);
        }
        await page.evaluate(axe);
        const violations = await page.evaluate(async (only) => {
          const { run } = (window as unknown as { axe: typeof import('axe-core') }).axe;
          const results = await run({ resultTypes: ['violations'], ...(only === null ? {} : { runOnly: [...only] }) });
          return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        }, rules);
        expect(violations, place).toEqual([]);
        const isWide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect(isWide, place).toBe(false);
      }
    }, look);
  });

  it('asked nobody but its own server', () => {
    expect(strayed).toEqual([]);
  });
});
