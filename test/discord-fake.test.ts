// The fake Discord tried by the real discord.js: what it lets pass, what it refuses, and that a client lives through what it does.

import {
  ApplicationCommandOptionType,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  ComponentType,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  Partials,
  type TextChannel,
} from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { type DiscordServer, type DiscordServerOptions, hasSpec, startDiscordServer } from './fakes/discord/server.ts';

const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];
const COMMAND = {
  name: 'ask',
  description: 'Ask a question',
  options: [
    { type: ApplicationCommandOptionType.String, name: 'question', description: 'It', required: true, max_length: 500 },
  ],
} as const;

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function open(options: DiscordServerOptions = {}, client: Partial<ClientOptions> = {}) {
  const server = await startDiscordServer({ checkSelf: true, ...options });
  opened.push(server.close);
  const bot = new Client({
    intents: INTENTS,
    partials: [Partials.Channel],
    allowedMentions: { parse: [] },
    ...client,
    rest: { api: server.apiUrl, version: '10', ...client.rest },
  });
  opened.push(() => bot.destroy());
  bot.on(Events.Error, () => {});
  const ready = new Promise((resolve) => bot.once(Events.ClientReady, resolve));
  await bot.login(server.token);
  await ready;
  return { server, bot };
}

/** Registers the command and calls it. */
async function ask(server: DiscordServer, bot: Client<true>, onCommand: (it: ChatInputCommandInteraction) => unknown) {
  await bot.application.commands.set([COMMAND]);
  const done = new Promise<unknown>((resolve) => {
    bot.once(Events.InteractionCreate, (interaction: Interaction) => {
      resolve(Promise.resolve(onCommand(interaction as ChatInputCommandInteraction)));
    });
  });
  const handle = server.command({ name: 'ask', options: { question: 'What?' }, user: server.seed.alice });
  return { handle, outcome: await done.catch((error: unknown) => error) };
}

async function until(holds: () => boolean, ms = 8000) {
  for (const end = performance.now() + ms; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > end) throw new Error('expected it to happen in time');
}

const codeOf = (error: unknown) => (error instanceof DiscordAPIError ? error.code : error);
const refused = (promise: Promise<unknown>) => promise.then(() => null, codeOf);

describe('what a bot may do', () => {
  it('answers a command in private', async () => {
    const { server, bot } = await open();
    const { handle, outcome } = await ask(server, bot as Client<true>, async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      expect(handleState(server)).toEqual([]);
      await interaction.editReply(`You asked ${interaction.options.getString('question')}`);
    });
    expect(outcome).toBeUndefined();
    expect(handle.messages()).toMatchObject([{ text: 'You asked What?', ephemeral: true, loading: false }]);
    expect(handle.deferredAfterMs).toBeLessThan(3000);
    expect(server.messages).toEqual([]);
    expect(server.commands.map(({ name }) => name)).toEqual(['ask']);
    clean(server);
  });

  it('answers with components, which work', async () => {
    const { server, bot } = await open();
    const button = { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'More', customId: 'more' } as const;
    const { handle } = await ask(server, bot as Client<true>, (interaction) =>
      interaction.reply({
        flags: MessageFlags.IsComponentsV2,
        components: [
          { type: ComponentType.TextDisplay, content: 'Hello @everyone' },
          { type: ComponentType.ActionRow, components: [button] },
        ],
        withResponse: true,
      }),
    );
    const message = handle.original()!;
    expect(message).toMatchObject({ text: 'Hello @everyone', ephemeral: false });
    bot.once(Events.InteractionCreate, async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply({ components: [{ type: ComponentType.TextDisplay, content: 'Changed' }] });
      await interaction.followUp({ content: 'For you', flags: MessageFlags.Ephemeral });
    });
    const click = server.component({ customId: 'more', user: server.seed.bob, message });
    await until(() => click.messages().length === 1);
    expect(click.messages()).toMatchObject([{ text: 'For you', ephemeral: true, ephemeralFor: server.seed.bob }]);
    expect(server.messages.map(({ text }) => text)).toEqual(['Changed']);
    expect(() => server.component({ customId: 'more', user: server.seed.bob, message })).toThrow('no component more');
    clean(server);
  });

  it('answers a mention, whose content alone it may read', async () => {
    const { server, bot } = await open();
    const read: string[] = [];
    bot.on(Events.MessageCreate, async (message) => {
      if (message.author.bot) return;
      read.push(message.content);
      if (message.mentions.has(bot.user!)) await message.reply('Here');
    });
    const { general, alice } = server.seed;
    server.message({ author: alice, content: 'not for you' });
    const asked = server.message({ author: alice, content: `<@${server.bot.id}> hello` });
    server.message({ author: alice, content: 'in private', guild: null });
    await until(() => read.length === 3 && server.messages.length === 4);
    expect(read).toEqual(['', `<@${server.bot.id}> hello`, 'in private']);
    expect(server.messages.find(({ text }) => text === 'Here')).toMatchObject({
      channel_id: general,
      reference: asked.id,
    });
    clean(server);
  });

  it('edits, deletes, types, threads, uploads, completes', async () => {
    const { server, bot } = await open();
    const channel = (await bot.channels.fetch(server.seed.general)) as TextChannel;
    await channel.sendTyping();
    const message = await channel.send({ content: 'one', files: [{ name: 'a.txt', attachment: Buffer.from('file') }] });
    await message.edit('two');
    const thread = await message.startThread({ name: 'About it' });
    await thread.send('in it');
    expect(server.messages.map(({ text }) => text)).toEqual(['two', 'in it']);
    expect(server.attachments).toEqual([{ name: 'a.txt', size: 4, text: 'file' }]);
    await message.delete();
    expect(server.messages.map(({ text }) => text)).toEqual(['in it']);
    const direct = await (await bot.users.fetch(server.seed.alice)).send('dm');
    expect(direct.channel.isDMBased()).toBe(true);
    expect(server.typing).toEqual([channel.id]);
    await bot.application!.commands.create({
      name: 'find',
      description: 'Find',
      options: [{ type: ApplicationCommandOptionType.String, name: 'what', description: 'It', autocomplete: true }],
    });
    bot.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isAutocomplete())
        void interaction.respond([{ name: `${interaction.options.getFocused()}!`, value: 'x' }]);
    });
    const choices = await server.autocomplete({ name: 'find', option: 'what', value: 'thi', user: server.seed.alice });
    expect(choices).toEqual([{ name: 'thi!', value: 'x' }]);
    clean(server);
  });

  it('answers a context menu where only a user has installed it', async () => {
    const { server, bot } = await open();
    await bot.application!.commands.create({
      name: 'Check this',
      type: 3,
      integrationTypes: [0, 1],
      contexts: [0, 1, 2],
    });
    bot.on(Events.InteractionCreate, async (interaction) => {
      if (!interaction.isMessageContextMenuCommand()) return;
      expect([interaction.context, interaction.inCachedGuild()]).toEqual([2, false]);
      await interaction.reply(`Read: ${interaction.targetMessage.content}`);
    });
    const { alice, bob, group } = server.seed;
    const target = server.message({ author: bob, content: 'words', channel: group });
    const handle = server.contextMenu({ name: 'Check this', targetMessage: target, user: alice });
    await until(() => handle.acknowledged);
    expect(handle.messages()).toMatchObject([{ text: 'Read: words', type: 23 }]);
    clean(server);
  });
});

it('opens a modal, where five follow-ups are all that a user install gets', async () => {
  const { server, bot } = await open();
  const input = { type: ComponentType.TextInput, customId: 'why', label: 'Why', style: 1 } as const;
  bot.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const components = [{ type: ComponentType.ActionRow, components: [input] } as const];
      await interaction.showModal({ customId: 'reason', title: 'Reason', components });
    }
    if (!interaction.isModalSubmit()) return;
    const embeds = [{ title: 'Thanks', fields: [{ name: 'a', value: 'b' }] }];
    await interaction.reply({ content: interaction.fields.getTextInputValue('why'), embeds, flags: 64 });
    for (let n = 1; n <= 6; n++) await interaction.followUp(`${n}`).catch(() => {});
  });
  await bot.application!.commands.create({ ...COMMAND, options: [], integrationTypes: [1], contexts: [0, 1, 2] });
  const { alice, foreign } = server.seed;
  const from = server.command({ name: 'ask', user: alice, channel: foreign });
  await until(() => from.modal !== null);
  const handle = server.modalSubmit({ from, user: alice, fields: { why: 'Because' } });
  await until(() => server.breaches.length === 1);
  expect(handle.messages().map(({ text }) => text)).toEqual(['Because', '1', '2', '3', '4', '5']);
  expect(server.refusals.map(({ code }) => code)).toEqual([40094]);
  expect(server.ownFaults).toEqual([]);
});

describe('what a bot may not do', () => {
  it('does not answer twice, nor with nothing, nor too long', async () => {
    const { server, bot } = await open();
    const { outcome } = await ask(server, bot as Client<true>, async (interaction) => {
      const again = () =>
        bot.rest.post(callbackOf(interaction), { body: { type: 4, data: { content: 'x' } }, auth: false });
      const early = await refused(bot.rest.patch(originalOf(interaction), { body: { content: 'x' }, auth: false }));
      await interaction.deferReply();
      return [
        early,
        await refused(again()),
        await refused(interaction.editReply('x'.repeat(2001))),
        await refused(interaction.editReply(' ')),
      ];
    });
    expect(outcome).toEqual([10015, 40060, 50035, 50006]);
    expect(server.breaches).toHaveLength(4);
    expect(server.breaches.join('\n')).toMatch(/10015[^\n]*\n[^\n]*40060[^\n]*\n[^\n]*50035[^\n]*\n[^\n]*50006/);
  });

  it('does not answer late, nor when the token is dead', async () => {
    const { server, bot } = await open({ answerMs: 100, tokenMs: 300 });
    const { outcome } = await ask(server, bot as Client<true>, (interaction) =>
      new Promise((resolve) => setTimeout(resolve, 150)).then(() => refused(interaction.deferReply())),
    );
    expect(outcome).toBe(10062);
    const second = await ask(server, bot as Client<true>, async (interaction) => {
      await interaction.deferReply();
      await new Promise((resolve) => setTimeout(resolve, 350));
      return refused(interaction.editReply('late'));
    });
    expect(second.outcome).toBe(50027);
    expect(server.breaches).toHaveLength(1);
  });

  const text = (length: number) => ({ type: 10, content: 'x'.repeat(length) });
  const row = (...components: object[]) => ({ type: 1, components });
  const button = (more: object) => ({ type: 2, style: 1, label: 'a', custom_id: 'a', ...more });
  const V2 = MessageFlags.IsComponentsV2;
  const refusedBodies: [string, object][] = [
    ['content beside V2', { flags: V2, content: 'x', components: [text(1)] }],
    ['text displays without V2', { components: [text(1)] }],
    ['more than 4000 characters', { flags: V2, components: [text(2500), text(1501)] }],
    [
      'more than 40 components',
      { flags: V2, components: [1, 2, 3].map(() => ({ type: 17, components: Array(13).fill(text(1)) })) },
    ],
    ['the same custom id twice', { content: 'x', components: [row(button({}), button({}))] }],
    ['a custom id of 101', { content: 'x', components: [row(button({ custom_id: 'x'.repeat(101) }))] }],
    ['a label of 81', { content: 'x', components: [row(button({ label: 'x'.repeat(81) }))] }],
    [
      'six buttons',
      { content: 'x', components: [row(...[1, 2, 3, 4, 5, 6].map((n) => button({ custom_id: `${n}` })))] },
    ],
    ['an unknown reply', { content: 'x', message_reference: { message_id: '1' } }],
  ];
  if (hasSpec) refusedBodies.push(['a wrong type', { content: 7 }]);
  it.each(refusedBodies)('does not post %s', async (_, body) => {
    const { server, bot } = await open();
    expect(await refused(bot.rest.post(`/channels/${server.seed.general}/messages`, { body }))).toBe(50035);
    expect(server.messages).toEqual([]);
  });

  it('rings nobody', async () => {
    const { server, bot } = await open({}, { allowedMentions: undefined as never });
    const channel = (await bot.channels.fetch(server.seed.general)) as TextChannel;
    await channel.send({ content: '@everyone', allowedMentions: { parse: [] } });
    expect(server.liveMentions).toEqual([]);
    await channel.send('@everyone');
    await channel.send({ content: '@here <@1>', allowedMentions: { parse: ['users'] } });
    expect(server.liveMentions.map(({ mention }) => mention)).toEqual(['@everyone', '<@1>']);
  });

  it('has no rights it was not given, and no routes that are not there', async () => {
    const { server, bot } = await open();
    const { locked, hidden, general, alice } = server.seed;
    const post = (channel: string) =>
      refused(bot.rest.post(`/channels/${channel}/messages`, { body: { content: 'x' } }));
    expect(await Promise.all([post(locked), post(hidden), post('1')])).toEqual([50013, 50001, 10003]);
    expect(server.breaches).toEqual([]);
    const theirs = server.message({ author: alice, content: 'mine' });
    expect(
      await refused(bot.rest.patch(`/channels/${general}/messages/${theirs.id}`, { body: { content: 'x' } })),
    ).toBe(50005);
    expect(await refused(bot.rest.get('/guilds/1/audit-logs'))).toBe(0);
    expect(server.breaches).toHaveLength(2);
  });

  it.each([
    ['upper case', { ...COMMAND, name: 'Ask' }],
    ['a long description', { ...COMMAND, description: 'x'.repeat(101) }],
    ['private contexts without user installs', { ...COMMAND, contexts: [2], integration_types: [0] }],
    [
      '26 options',
      { ...COMMAND, options: Array.from({ length: 26 }, (_, n) => ({ ...COMMAND.options[0], name: `o${n}` })) },
    ],
  ])('registers no command with %s', async (_, body) => {
    const { server, bot } = await open();
    expect(await refused(bot.rest.post(`/applications/${server.bot.id}/commands`, { body }))).toBe(50035);
    expect(server.commands).toEqual([]);
  });
});

describe('what a bot lives through', () => {
  it('resumes after its socket is cut, and misses nothing', async () => {
    const { server, bot } = await open();
    const seen: string[] = [];
    bot.on(Events.MessageCreate, ({ id }) => void seen.push(id));
    const say = () => server.message({ author: server.seed.alice, content: 'x' }).id;
    const first = say();
    await until(() => seen.length === 1);
    server.dropSockets();
    const second = say();
    await until(() => server.gateway.resumes === 1);
    server.askToReconnect();
    await until(() => server.gateway.resumes === 2);
    const third = say();
    await until(() => seen.length === 3);
    expect(seen).toEqual([first, second, third]);
    expect(server.gateway.identifies).toBe(1);
    clean(server);
  });

  it('comes back after the network was gone and after nonsense', async () => {
    const { server, bot } = await open();
    server.reachable = false;
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.reachable = true;
    await until(() => server.gateway.resumes === 1);
    server.sendNonsense('{"op":99}');
    const heard = new Promise((resolve) => bot.once(Events.MessageCreate, resolve));
    server.message({ author: server.seed.alice, content: 'x' });
    await heard;
    clean(server);
  });

  it('identifies anew when its session is gone', async () => {
    const { server, bot } = await open(
      {},
      { ws: { buildIdentifyThrottler: () => ({ waitForIdentify: async () => {} }) } },
    );
    server.invalidateSessions();
    await until(() => server.gateway.identifies === 2);
    const seen: string[] = [];
    bot.on(Events.Raw, ({ t, d }) => void (t === 'MESSAGE_CREATE' && seen.push(d.id)));
    server.duplicate = true;
    const { id } = server.message({ author: server.seed.alice, content: 'x' });
    await until(() => seen.length === 2);
    expect(seen).toEqual([id, id]);
    clean(server);
  });

  it('waits out 429s and tries 500s again', async () => {
    const rolls: number[] = [];
    const { server, bot } = await open({ random: () => rolls.shift() ?? 1, limit: { count: 2, perMs: 300 } });
    const channel = (await bot.channels.fetch(server.seed.general)) as TextChannel;
    server.faults.retryAfterMs = 50;
    server.faults.ratelimited = 0.5;
    rolls.push(0.1);
    await channel.send('one');
    server.faults.ratelimited = 0;
    server.faults.serverError = 0.5;
    rolls.push(0.1, 0.9);
    await channel.send('two');
    await Promise.all(['three', 'four', 'five'].map((content) => channel.send(content)));
    expect(server.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four', 'five']);
    clean(server);
  });
});

it.skipIf(!hasSpec)('speaks as Discord describes itself', async () => {
  const { server, bot } = await open();
  for (const route of [
    '/users/@me',
    '/applications/@me',
    '/oauth2/applications/@me',
    `/guilds/${server.seed.guild}/roles`,
  ]) {
    await bot.rest.get(route as '/users/@me');
  }
  await bot.rest.get(`/guilds/${server.seed.guild}/members/${server.seed.bob}`);
  await bot.rest.get(`/channels/${server.seed.general}/messages`);
  clean(server);
});

function clean(server: DiscordServer) {
  expect(server.breaches).toEqual([]);
  expect(server.ownFaults).toEqual([]);
  expect(server.liveMentions).toEqual([]);
}

function handleState(server: DiscordServer) {
  return server.messages.filter(({ author }) => author.id === server.bot.id);
}

const callbackOf = ({ id, token }: Interaction) => `/interactions/${id}/${token}/callback` as const;
const originalOf = ({ applicationId, token }: Interaction) =>
  `/webhooks/${applicationId}/${token}/messages/@original` as const;
