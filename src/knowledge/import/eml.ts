// A saved e-mail → its heading lines and its text; quoted mail as quotations. Attachments are named, not read.

import type { Block, Doubt, Reading, Refusal, Told } from './blocks.ts';
import { domParser, type MailAddress, parseMail } from './browser-libraries.ts';
import { readBlocks } from './html-blocks.ts';
import { cleanText } from './page.ts';

export async function readMail(bytes: Uint8Array): Promise<Reading | Refusal> {
  const mail = await parseMail(bytes);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['From', mail.from ? addressOf(mail.from) : undefined],
    ['To', mail.to?.map(addressOf).join(', ')],
    ['Cc', mail.cc?.map(addressOf).join(', ')],
    ['Date', header(mail.headers, 'date')],
    ['Subject', mail.subject],
  ];
  const heads: Block[] = lines.flatMap(([name, value]) =>
    value ? [{ type: 'paragraph', text: `${name}: ${cleanText(value)}` }] : [],
  );
  const body = mail.text?.trim() ? textBlocks(mail.text) : await htmlBlocks(mail.html ?? '');
  if (body.length === 0) return { refused: 'is a mail without text: save what it carries, and add that' };
  const names = mail.attachments.map(({ filename }) => cleanText(filename ?? 'without a name'));
  const doubts: Doubt[] =
    names.length === 0
      ? []
      : [
          {
            message: `attachments were not read: ${names.slice(0, 10).join(', ')}; save them, and add them`,
            lowers: 'high',
          },
        ];
  return { blocks: [...heads, ...body], notes: [], doubts, told: toldBy(mail.subject, mail.date) };
}

async function htmlBlocks(html: string): Promise<readonly Block[]> {
  const parse = await domParser();
  return readBlocks(parse(`<html><body>${html}</body></html>`).body).blocks;
}

function toldBy(subject: string | undefined, date: string | undefined): Told {
  const title = cleanText(subject ?? '').trim();
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date ?? '')?.[0];
  return { ...(title === '' ? {} : { title }), ...(day === undefined ? {} : { date: day }) };
}

function header(headers: readonly { key: string; value: string }[], name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value;
}

function addressOf(address: MailAddress): string {
  const own = address.address ?? '';
  return address.name ? `${address.name} <${own}>` : own;
}

/** Lines that begin with ">" are somebody else's, whom the mail answers. */
function textBlocks(text: string): Block[] {
  const parts: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const quoted = /^\s?>/.test(line);
    const last = parts.at(-1);
    const bare = line.replace(/^(?:\s?>)+ ?/, '');
    if (last?.quoted === quoted) last.lines.push(bare);
    else parts.push({ quoted, lines: [bare] });
  }
  return parts.flatMap(({ quoted, lines }) =>
    paragraphsOf(lines).map((text): Block => ({ type: quoted ? 'quote' : 'paragraph', text })),
  );
}

/** A shorter line ends by itself: greetings, signatures, lists. */
const FULL_LINE_CHARS = 45;

/** Paragraphs of a mail: blank lines part them, and so does a short line. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let joins = false;
  for (const line of lines.map((one) => cleanText(one).trim())) {
    if (line !== '' && joins) paragraphs[paragraphs.length - 1] += ` ${line}`;
    else if (line !== '') paragraphs.push(line);
    joins = line.length >= FULL_LINE_CHARS;
  }
  return paragraphs;
}
