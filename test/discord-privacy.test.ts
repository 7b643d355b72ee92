// What `publius discord` leaves behind: nothing of who asked or what. The real command in a process of its own, everything that it writes
// kept, markers looked for in all of it.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DiscordServer, startDiscordServer } from './fakes/discord/server.ts';
import { startCommand } from './fakes/real-command.ts';
import { until } from './fakes/slack/publius.ts';

let discord: DiscordServer;
let publius: ReturnType<typeof startCommand>;

beforeAll(async () => {
  discord = await startDiscordServer();
  publius = startCommand(['discord'], { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl });
  await until(() => /the commands (?:were|are) registered/.test(publius.log()), 60_000);
}, 90_000);
afterAll(async () => {
  publius.end();
  await discord.close();
});

it('writes nothing of who asked or what, to disk or to its log, whatever happens', { timeout: 60_000 }, async () => {
  const question = 'May a court unmask quetzalmarker, the person behind an account?';
  const user = discord.addUser({ name: 'zora.marker', guilds: [discord.seed.guild] });
  const owner = discord.world.guilds.get(discord.seed.guild)!.owner;
  const ours = () => discord.messages.filter(({ author }) => author.id === discord.bot.id);
  const command = discord.command({ name: 'ask', options: { question }, user });
  await until(() => command.messages().some(({ loading }) => !loading));
  const draft =
    'It is “unlawfully abusing a quetzalmarker investigatory tool,” the complaint says. “No quetzalmarker was so bold as to ask,” said Quetzalmarker.';
  const targetMessage = discord.message({ author: owner, content: draft });
  const told = [
    discord.command({ name: 'check', options: { quotation: draft }, user }),
    discord.contextMenu({ name: 'Check quotations', targetMessage, user }),
    discord.command({ name: 'summary', options: { topic: 'Twitter v. DHS and quetzalmarker' }, user }),
    discord.command({ name: 'summary', options: { topic: 'quetzalmarker', timeline: true }, user }),
  ];
  for (const { messages } of told) await until(() => messages().some(({ loading }) => !loading));
  for (const { messages } of told.slice(0, 2)) expect(JSON.stringify(messages())).toMatch(/✗ Altered.*quetzalmarker/); // what is looked for has been at work
  const said = discord.message({ author: user, content: `<@${discord.bot.id}> ${question}` });
  await until(() => ours().length === 1);
  discord.editMessage(said.id, { content: `<@${discord.bot.id}> ${question} please` });
  discord.message({ author: user, content: question, guild: null });
  await until(() => ours().length === 2);
  const settings = { name: 'publius-settings allow', options: {}, user: owner };
  const changed = discord.command(settings);
  await until(() => changed.messages().some(({ loading }) => !loading));
  discord.sendNonsense(`{"op":0,"s":99,"t":"INTERACTION_CREATE","d":null,"quetzalmarker":"${user}"}`);
  await until(() => publius.log().includes('what cannot be read'));
  discord.deleteMessage(said.id);
  await until(() => ours().length === 1);

  publius.child.kill('SIGTERM');
  await until(() => publius.child.exitCode !== null, 30_000);
  expect(publius.child.exitCode).toBe(0);
  expect(publius.log()).toMatch(/stopped \(answered \d/);
  const kept = publius.files().map((file) => readFileSync(file, 'utf8'));
  expect(kept.join('')).toContain(discord.seed.guild); // the settings: ids of servers and channels alone
  const markers = [
    'quetzalmarker',
    'zora.marker',
    user,
    said.id,
    targetMessage.id,
    ...[command, ...told].flatMap(({ id, token }) => [id, token]),
  ];
  expect(markers.flatMap((marker) => publius.tracesOf(marker))).toEqual([]);
});
