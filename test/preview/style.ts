// How the preview page looks: about as Slack and Discord look, by day and by night.

const PAGE = `
:root { color-scheme: light dark; --page: #e9e9ec; --ink: #1d1c1d; --faint: #616061; }
@media (prefers-color-scheme: dark) { :root { --page: #0b0c0e; --ink: #d1d2d3; --faint: #ababad; } }
body { margin: 0 auto; padding: 24px; max-width: 1440px; background: var(--page); color: var(--ink); font: 15px/1.47 "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin: 36px 0 8px; }
.scene { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px; align-items: start; }
.platform { font-size: 12px; color: var(--faint); margin: 0 0 4px; }
.shown { background: var(--back); color: var(--text); border: 1px solid var(--line); border-radius: 8px; padding: 12px 20px; }
.shown p, .shown li, .shown blockquote, .context, .sub { overflow-wrap: anywhere; }
.message { display: grid; grid-template-columns: var(--face) minmax(0, 1fr); gap: 2px 12px; margin: 8px 0; }
.face { width: var(--face); height: var(--face); background: #1f2937; color: #fff; display: grid; place-items: center; font-weight: 700; }
.face.person { background: #7c8a97; }
.name small { font-weight: 400; color: var(--soft); font-size: 12px; }
.shown a { color: var(--link); text-decoration: none; }
.actions { margin: 8px 0; display: flex; flex-wrap: wrap; gap: 8px; }
details { margin-top: 8px; color: var(--faint); font-size: 13px; } summary { cursor: pointer; } details > * { margin-top: 6px; }
pre { font: 12px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 800px) { .scene { grid-template-columns: 1fr; } }
`;

const SLACK = `
.slack { --face: 36px; --text: #1d1c1d; --soft: #616061; --line: #dddddd; --back: #ffffff; --link: #1264a3; font: 15px/1.47 Lato, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { .slack { --text: #d1d2d3; --soft: #ababad; --line: #35373b; --back: #1a1d21; --link: #1d9bd1; } }
.slack .face { border-radius: 6px; } .slack .name { font-weight: 900; }
.slack .badge { font-size: 10px; background: var(--line); color: var(--soft); padding: 1px 4px; border-radius: 3px; vertical-align: 2px; }
.slack .mention { background: #f2c74433; color: var(--link); padding: 0 2px; border-radius: 3px; }
.slack .only { color: var(--soft); font-size: 13px; }
.slack p { margin: 4px 0; } .slack ul { margin: 4px 0; padding-left: 26px; } .slack li { margin: 2px 0; }
.slack blockquote { margin: 4px 0; padding: 0 0 0 12px; border-left: 4px solid var(--line); }
.slack h3 { font-size: 18px; margin: 14px 0 6px; } .slack hr { border: 0; border-top: 1px solid var(--line); }
.slack .context { color: var(--soft); font-size: 13px; margin: 4px 0; } .slack .context span { margin-right: 6px; }
.slack button { font: inherit; font-weight: 700; font-size: 13px; color: var(--text); background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: 3px 10px; }
.slack .small button { border-color: transparent; font-weight: 400; }
.slack.modal { max-width: 520px; }
`;

const DISCORD = `
.discord { --face: 40px; --text: #2f3035; --soft: #6a6b75; --line: #dfdfe2; --back: #ffffff; --box: #fbfbfb; --link: #006ce7; --bar: #c9c9ce; --press: #ebebed; font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { .discord { --text: #dfe0e2; --soft: #9b9ca3; --line: #36373e; --back: #313338; --box: #2b2d31; --link: #00a8fc; --bar: #65666e; --press: #4e5058; } }
.discord .face { border-radius: 50%; } .discord .name { font-weight: 500; }
.discord .badge { font-size: 11px; background: #5865f2; color: #fff; padding: 1px 5px; border-radius: 4px; vertical-align: 1px; }
.discord .mention { background: #5865f233; color: var(--link); padding: 0 2px; border-radius: 3px; }
.discord .before { grid-column: 2; color: var(--soft); font-size: 14px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.discord .only { color: var(--soft); font-size: 12px; margin-top: 4px; }
.discord .box { background: var(--box); border: 1px solid var(--line); border-left: 4px solid; border-radius: 8px; padding: 12px 16px; margin: 4px 0; display: grid; gap: 8px; max-width: 600px; }
.discord p { margin: 0; } .discord ul { margin: 4px 0 0; padding-left: 24px; } .discord li { margin: 0 0 4px; }
.discord blockquote { margin: 0; padding: 0 0 0 12px; position: relative; max-width: 90%; }
.discord blockquote::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 4px; border-radius: 4px; background: var(--bar); }
.discord .sub { color: var(--soft); font-size: 13px; } .discord .empty { height: 1.375em; }
.discord button { font: inherit; font-weight: 500; font-size: 14px; color: var(--text); background: var(--press); border: 1px solid var(--line); border-radius: 8px; padding: 5px 14px; }
`;

export const STYLE = PAGE + SLACK + DISCORD;
