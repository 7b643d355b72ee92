// The preview page: each scene under its title, as Slack and as Discord show it, and folded up under each what stands in for it where the
// platform refuses it. One file, nothing loaded from elsewhere. Pure.

import { componentsToHtml, markdownToHtml } from './discord-html.ts';
import type { Scene, Shown, ShownInDiscord, SlackMessage } from './scenes.ts';
import { blocksToHtml, escapeHtml } from './slack-html.ts';
import { STYLE } from './style.ts';

/** A whole HTML document. */
export function pageOf(scenes: readonly Scene[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Publius as people see it</title><style>${STYLE}</style></head><body>
<h1>Publius as people see it in Slack and in Discord</h1>
<p>Payloads of real runs. Folded up: what stands in for each on the day that Slack refuses the blocks (and in notifications and for screen readers always), or Discord the components.</p>
${scenes.map(sceneToHtml).join('\n')}
</body></html>
`;
}

function sceneToHtml({ title, slack, discord }: Scene): string {
  const columns = [slackToHtml(slack), discord ? discordToHtml(discord) : nothing('Discord has no such place.')];
  return `<section><h2>${escapeHtml(title)}</h2><div class="scene">${columns.join('')}</div></section>`;
}

/** The column of a scene in Slack. */
export function slackToHtml({ where, turns }: Shown<SlackMessage>): string {
  const opened = where === 'modal' || where === 'home';
  const only = where === 'private' ? '<div class="only">Only visible to you</div>' : '';
  const shown = turns.flatMap(({ asked, messages }) => [
    ...(asked === null ? [] : [person(asked, where)]),
    ...messages.map(({ blocks }) => (opened ? blocksToHtml(blocks) : publius({ html: only + blocksToHtml(blocks) }))),
  ]);
  const texts = turns.flatMap(({ messages }) => messages.map(({ text }) => unescapeMrkdwn(text)));
  const plain = texts.every((text) => text === '') ? '' : `<pre>${escapeHtml(texts.join(NEXT_TEXT))}</pre>`;
  return column('Slack', where, shown, plain);
}

/** The column of a scene in Discord. */
export function discordToHtml({ where, turns, plain }: ShownInDiscord): string {
  const shown = turns.flatMap(({ asked, messages }) => [
    ...(asked === null || where === 'private' ? [] : [person(asked, where)]),
    ...messages.map(({ components }) => publius(around(componentsToHtml(components), asked, where))),
  ]);
  const contents = plain.map((content) => `<div class="content">${markdownToHtml(content)}</div>`);
  const standIn = `<div class="shown discord">${contents.map((html) => publius({ html })).join('')}</div>`;
  return column('Discord', where, shown, standIn);
}

const NEXT_TEXT = '\n\n— next message —\n\n';

/** An answer with what Discord says above and below it. */
function around(html: string, asked: string | null, where: Shown<unknown>['where']): { before: string; html: string } {
  if (where !== 'private')
    return { before: `╭─ Somebody <span class="mention">@Publius</span> ${escapeHtml(asked ?? '')}`, html };
  const used = asked === null ? 'Publius <i>the answer above</i>' : `Somebody used ${escapeHtml(asked)}`;
  return {
    before: `╭─ ${used}`,
    html: `${html}<div class="only">Only you can see this · <a>Dismiss message</a></div>`,
  };
}

function column(platform: string, where: string, shown: readonly string[], plain: string): string {
  const folded = plain === '' ? '' : `<details><summary>What stands in for it</summary>${plain}</details>`;
  const html = `<div class="shown ${platform.toLowerCase()} ${where}">${shown.join('\n')}</div>`;
  return `<div><div class="platform">${platform}</div>${html}${folded}</div>`;
}

function nothing(why: string): string {
  return `<div class="platform">${why}</div>`;
}

function person(text: string, where: Shown<unknown>['where']): string {
  const said = where === 'channel' ? `<span class="mention">@Publius</span> ${escapeHtml(text)}` : escapeHtml(text);
  return message({ kind: 'person', letter: 'S', name: 'Somebody', html: `<p>${said}</p>` });
}

function publius(said: { readonly html: string; readonly before?: string }): string {
  return message({ kind: 'app', letter: 'P', name: 'Publius <span class="badge">APP</span>', ...said });
}

interface Said {
  readonly kind: string;
  readonly letter: string;
  readonly name: string;
  readonly html: string;
  readonly before?: string;
}

function message({ kind, letter, name, html, before }: Said): string {
  const above = before === undefined ? '' : `<div class="before">${before}</div>`;
  return `<div class="message">${above}<div class="face ${kind}">${letter}</div><div><div class="name">${name} <small>2:41 PM</small></div>${html}</div></div>`;
}

function unescapeMrkdwn(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
