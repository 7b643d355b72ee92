// Users' clicks and commands, delivered as interactions, and handles to see what the bot makes of them.

import { directWith } from './channel-routes.ts';
import { flatten } from './component-rules.ts';
import { createHandle, type InteractionHandle } from './handles.ts';
import { findCommand, invocation, type OptionValues, surroundings } from './invoke.ts';
import { findMessage } from './messages.ts';
import { permissionsOf } from './permissions.ts';
import { appPermissions, wireChannel, wireMember, wireMessage, wireUser } from './wire.ts';
import {
  type Channel,
  type Choice,
  type Fields,
  type Interaction,
  type Message,
  mintId,
  type User,
  type World,
} from './world.ts';

export interface Place {
  /** An id. */
  readonly user: string;
  /** By default the seed's general channel, or direct messages with the bot where `guild` is null. */
  readonly channel?: string;
  readonly guild?: string | null;
  /** By default where the bot is no member. */
  readonly userInstall?: boolean;
}

export interface CommandInput extends Place {
  /** A command's name, with its subcommand after a space. */
  readonly name: string;
  readonly options?: OptionValues;
}

export interface AutocompleteInput extends Place {
  readonly name: string;
  readonly option: string;
  readonly value: string;
  readonly options?: OptionValues;
}

export interface ComponentInput {
  readonly customId: string;
  readonly user: string;
  readonly message: string | Pick<Message, 'id'>;
  /** Of a select menu. */
  readonly values?: readonly string[];
}

export interface ContextMenuInput extends Place {
  readonly name: string;
  readonly targetMessage?: string | Pick<Message, 'id'>;
  readonly targetUser?: string;
}

export interface ModalInput {
  /** The interaction that was answered with the modal. */
  readonly from: InteractionHandle;
  readonly user: string;
  /** By custom id of the text input. */
  readonly fields: Readonly<Record<string, string>>;
}

const idOf = (message: string | Pick<Message, 'id'>) => (typeof message === 'string' ? message : message.id);

export function createInteractions(world: World, general: string) {
  function placeOf({ user: id, channel: channelId, guild, userInstall }: Place) {
    const user = world.users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    const first = [...world.channels.values()].find((one) => one.guild === guild && one.type === 0)?.id;
    const chosen = channelId ?? (guild === undefined ? general : first);
    const channel =
      guild === null && channelId === undefined ? directWith(world, id) : world.channels.get(chosen ?? '');
    if (!channel) throw new Error(`no channel ${chosen}`);
    const isMember = channel.type === 1 || (channel.guild !== null && world.guilds.has(channel.guild));
    return { user, channel, userInstall: userInstall ?? !isMember };
  }

  function deliver(
    { user, channel, userInstall }: ReturnType<typeof placeOf>,
    { type, commandType = null, source = null, trigger = null }: Pick<Interaction, 'type'> & Partial<Interaction>,
    payload: Fields,
  ): InteractionHandle {
    const id = mintId();
    const token = `${id}-${Math.random().toString(36).slice(2).padEnd(12, '0').repeat(8)}`;
    const interaction: Interaction = {
      ...{ id, token, type, user, channel, commandType, userInstall, source, trigger },
      ...{ callback: null, original: null, choices: null, modal: null, faulted: false },
      deliveredMs: performance.now(),
      messages: new Set(),
      followUps: 0,
    };
    world.interactions.set(id, interaction);
    const surrounding = { ...surroundings(world, channel, user, userInstall), ...whoAndWhere(world, channel, user) };
    world.dispatch('INTERACTION_CREATE', { ...surrounding, id, token, type, ...payload }, channel.guild);
    return createHandle(world, interaction);
  }

  function command(input: CommandInput): InteractionHandle {
    const place = placeOf(input);
    const [name, ...path] = input.name.split(' ');
    const found = findCommand(world, name!, 1, place.channel, place.userInstall);
    const data = invocation(world, found, path, input.options ?? {}, null);
    const guild = found.guild_id === undefined ? {} : { guild_id: found.guild_id };
    const said = { id: found.id, name, type: 1, options: data.options, ...data.resolved, ...guild };
    return deliver(place, { type: 2, commandType: 1 }, { data: said });
  }

  /** What the bot offers; throws where it has offered nothing in time. */
  async function autocomplete(input: AutocompleteInput): Promise<readonly Choice[]> {
    const place = placeOf(input);
    const [name, ...path] = input.name.split(' ');
    const found = findCommand(world, name!, 1, place.channel, place.userInstall);
    const values = { ...input.options, [input.option]: input.value };
    const { options } = invocation(world, found, path, values, input.option);
    const handle = deliver(place, { type: 4, commandType: 1 }, { data: { id: found.id, name, type: 1, options } });
    const endMs = performance.now() + world.answerMs;
    while (performance.now() < endMs) {
      if (handle.choices) return handle.choices;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no choices came within ${world.answerMs} ms`);
  }

  function contextMenu(input: ContextMenuInput): InteractionHandle {
    const { name, targetMessage, targetUser } = input;
    const message = targetMessage === undefined ? undefined : findMessage(world, idOf(targetMessage));
    if (targetMessage !== undefined && !message) throw new Error('no such message stands');
    const place = placeOf(message && !input.channel ? { ...input, channel: message.channel_id } : input);
    const type = message ? 3 : 2;
    const found = findCommand(world, name, type, place.channel, place.userInstall);
    const target = message?.id ?? targetUser;
    const resolved = message
      ? { messages: { [message.id]: wireMessage(world, message, null) } }
      : { users: { [String(target)]: wireUser(world.users.get(String(target))!) } };
    return deliver(
      place,
      { type: 2, commandType: type },
      { data: { id: found.id, name, type, target_id: target, resolved } },
    );
  }

  function component({ customId, user, message: given, values }: ComponentInput): InteractionHandle {
    const message = findMessage(world, idOf(given));
    if (!message) throw new Error('no such message stands');
    if (message.ephemeralFor !== null && message.ephemeralFor !== user)
      throw new Error('the user does not see that message');
    const clicked = flatten(message.components).find(({ custom_id }) => custom_id === customId);
    if (!clicked || clicked.disabled) throw new Error(`no component ${customId} can be used`);
    const from = message.interaction === null ? undefined : world.interactions.get(message.interaction);
    const install = from === undefined ? {} : { userInstall: from.userInstall };
    const place = placeOf({ user, channel: message.channel_id, ...install });
    const data = { custom_id: customId, component_type: clicked.type, ...(values ? { values } : {}) };
    return deliver(place, { type: 3, source: message.id }, { data, message: wireMessage(world, message, null) });
  }

  function modalSubmit({ from, user, fields }: ModalInput): InteractionHandle {
    const before = world.interactions.get(from.id)!;
    if (!before.modal) throw new Error('no modal is open');
    const components = Object.entries(fields).map(([custom_id, value], index) => ({
      type: 1,
      id: index + 1,
      components: [{ type: 4, id: index + 101, custom_id, value }],
    }));
    const message = before.source === null ? undefined : findMessage(world, before.source);
    const place = placeOf({ user, channel: before.channel.id, userInstall: before.userInstall });
    const said = message ? { message: wireMessage(world, message, null) } : {};
    const data = { custom_id: before.modal.custom_id, components };
    return deliver(place, { type: 5, source: message?.id ?? null, trigger: from.id }, { data, ...said });
  }

  return { command, autocomplete, contextMenu, component, modalSubmit };
}

function whoAndWhere(world: World, channel: Channel, user: User): Fields {
  const place = {
    channel: { ...wireChannel(world, channel), permissions: String(permissionsOf(world, user.id, channel)) },
  };
  if (channel.guild === null)
    return { ...place, user: wireUser(user), app_permissions: appPermissions(world, channel) };
  const guild = world.guilds.get(channel.guild) ?? {
    id: channel.guild,
    name: '',
    owner: '',
    roles: [],
    members: new Map(),
  };
  const permissions = String(permissionsOf(world, user.id, channel));
  return {
    ...place,
    member: { ...wireMember(guild, user.id), user: wireUser(user), permissions },
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    app_permissions: appPermissions(world, channel),
  };
}
