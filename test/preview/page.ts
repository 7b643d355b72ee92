// The preview page: each scene under its title, as the platform shows it, and beside it the plain text that stands in for it. One file, nothing
// loaded from elsewhere. Pure.

import { blocksToHtml, escapeHtml } from './slack-html.ts';
import type { Scene } from './typical.ts';

const STYLE = `
:root { color-scheme: light dark; --text: #1d1c1d; --soft: #616061; --line: #dddddd; --back: #ffffff; --page: #f6f6f6; --link: #1264a3; }
@media (prefers-color-scheme: dark) {
  :root { --text: #d1d2d3; --soft: #ababad; --line: #35373b; --back: #1a1d21; --page: #111315; --link: #1d9bd1; }
}
body { margin: 0 auto; padding: 24px; max-width: 1180px; background: var(--page); color: var(--text); font: 15px/1.47 Lato, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 22px; } h2 { font-size: 16px; margin: 32px 0 8px; }
.scene { display: grid; grid-template-columns: minmax(0, 720px) minmax(0, 1fr); gap: 16px; align-items: start; }
.shown { background: var(--back); border: 1px solid var(--line); border-radius: 8px; padding: 12px 20px; }
.message { display: grid; grid-template-columns: 36px 1fr; gap: 8px; margin: 8px 0; }
.face { width: 36px; height: 36px; border-radius: 6px; background: #1f2937; color: #fff; display: grid; place-items: center; font-weight: 700; }
.face.person { background: #7c8a97; }
.name { font-weight: 900; } .name small { font-weight: 400; color: var(--soft); font-size: 12px; }
.badge { font-size: 10px; background: var(--line); color: var(--soft); padding: 1px 4px; border-radius: 3px; vertical-align: 2px; }
.mention { background: #f2c74433; color: var(--link); padding: 0 2px; border-radius: 3px; }
.only { color: var(--soft); font-size: 13px; }
p { margin: 4px 0; overflow-wrap: anywhere; } ul { margin: 4px 0; padding-left: 26px; } li { margin: 2px 0; overflow-wrap: anywhere; }
blockquote { margin: 4px 0; padding: 0 0 0 12px; border-left: 4px solid var(--line); overflow-wrap: anywhere; }
h3 { font-size: 18px; margin: 14px 0 6px; }
.context { color: var(--soft); font-size: 13px; margin: 4px 0; overflow-wrap: anywhere; } .context span { margin-right: 6px; }
a { color: var(--link); text-decoration: none; } hr { border: 0; border-top: 1px solid var(--line); }
.actions { margin: 8px 0; display: flex; gap: 8px; }
button { font: inherit; font-weight: 700; font-size: 13px; color: var(--text); background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: 3px 10px; }
.small button { border-color: transparent; font-weight: 400; }
.modal, .home { max-width: 520px; } .home { max-width: none; }
pre { margin: 0; font: 12px/1.4 ui-monospace, monospace; color: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow: auto; }
@media (max-width: 800px) { .scene { grid-template-columns: 1fr; } }
`;

/** A whole HTML document. */
export function pageOf(scenes: readonly Scene[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Publius as people see it</title><style>${STYLE}</style></head><body>
<h1>Publius as people see it in Slack</h1>
<p>Payloads of real runs; on the right what notifications and screen readers get, and everybody on the day that Slack refuses the blocks.</p>
${scenes.map(sceneToHtml).join('\n')}
</body></html>
`;
}

function sceneToHtml({ title, asked, where, messages }: Scene): string {
  const shown = messages.map(({ blocks }) => blocksToHtml(blocks));
  const turns =
    where === 'modal' || where === 'home'
      ? shown.join('\n')
      : [
          ...asked.slice(0, -1).flatMap((text, n) => [personSays(text, where), publiusSays(shown[n] ?? '', where)]),
          personSays(asked.at(-1)!, where),
          ...shown.slice(asked.length - 1).map((html) => publiusSays(html, where)),
        ].join('\n');
  const plain = messages.map(({ text }) => text).join('\n\n— next message —\n\n');
  return `<section><h2>${escapeHtml(title)}</h2><div class="scene"><div class="shown ${where}">${turns}</div><pre>${escapeHtml(unescapeMrkdwn(plain))}</pre></div></section>`;
}

function personSays(text: string, where: Scene['where']): string {
  const said = where === 'channel' ? `<span class="mention">@Publius</span> ${escapeHtml(text)}` : escapeHtml(text);
  return message('person', 'S', 'Somebody', '', `<p>${said}</p>`);
}

function publiusSays(html: string, where: Scene['where']): string {
  const only = where === 'private' ? '<div class="only">Only visible to you</div>' : '';
  return message('', 'P', 'Publius', ' <span class="badge">APP</span>', `${only}${html}`);
}

function message(kind: string, letter: string, name: string, badge: string, html: string): string {
  return `<div class="message"><div class="face ${kind}">${letter}</div><div><div class="name">${name}${badge} <small>2:41 PM</small></div>${html}</div></div>`;
}

function unescapeMrkdwn(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
