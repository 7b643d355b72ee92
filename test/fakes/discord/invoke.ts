// What Discord's own client lets a user do with a command: only what is registered, where it is allowed, with options that fit. Throws where
// a user could not have done it; sends nothing.

import { ownersOf, wireUser } from './wire.ts';
import type { Channel, Command, CommandOption, Fields, User, World } from './world.ts';

export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** By `name` of a command, without its subcommands. */
export function findCommand(
  world: World,
  name: string,
  type: 1 | 2 | 3,
  channel: Channel,
  userInstall: boolean,
): Command {
  const named = world.commands.filter((command) => command.name === name && command.type === type);
  const command = named.find(({ guild_id }) => guild_id === channel.guild) ?? named.find(({ guild_id }) => !guild_id);
  if (!command) throw new Error(`no command ${name} of type ${type} is registered for this place`);
  if (!command.integration_types.includes(userInstall ? 1 : 0)) throw new Error(`${name} cannot be installed that way`);
  if (command.contexts && !command.contexts.includes(contextOf(channel)))
    throw new Error(`${name} is not for this place`);
  return command;
}

/** 0 in a guild, 1 with the bot, 2 among users. */
export function contextOf({ guild, type }: Channel): 0 | 1 | 2 {
  if (guild !== null) return 0;
  return type === 1 ? 1 : 2;
}

export interface Invocation {
  readonly options: Fields[];
  readonly resolved: Fields;
}

/** `path`: subcommand, or group and subcommand. `focused`: the option being typed, which may be unfinished. */
export function invocation(
  world: World,
  command: Pick<Command, 'name' | 'options'>,
  path: readonly string[],
  values: OptionValues,
  focused: string | null,
): Invocation {
  const [head, ...rest] = path;
  if (head !== undefined) {
    const inner = command.options.find(({ name, type }) => name === head && (type === 1 || type === 2));
    if (!inner) throw new Error(`${command.name} has no subcommand ${head}`);
    const below = invocation(world, { name: head, options: inner.options ?? [] }, rest, values, focused);
    return { options: [{ type: inner.type, name: head, options: below.options }], resolved: below.resolved };
  }
  for (const name of Object.keys(values)) {
    if (!command.options.some((option) => option.name === name))
      throw new Error(`${command.name} has no option ${name}`);
  }
  const options: Fields[] = [];
  const users: Record<string, unknown> = {};
  for (const option of command.options) {
    const value = values[option.name];
    if (value === undefined) {
      if (option.required && focused === null) throw new Error(`${command.name} needs the option ${option.name}`);
      continue;
    }
    if (option.name !== focused) checkValue(option, value);
    if (option.type === 6) users[String(value)] = wireUser(world.users.get(String(value))!);
    options.push({
      type: option.type,
      name: option.name,
      value,
      ...(option.name === focused ? { focused: true } : {}),
    });
  }
  return { options, resolved: Object.keys(users).length > 0 ? { resolved: { users } } : {} };
}

const KINDS: Readonly<Record<number, string>> = {
  3: 'string',
  4: 'number',
  5: 'boolean',
  6: 'string',
  7: 'string',
  8: 'string',
  10: 'number',
};

function checkValue(option: CommandOption, value: string | number | boolean): void {
  const fault = (why: string) => new Error(`option ${option.name}: ${why}`);
  if (KINDS[option.type] !== typeof value) throw fault(`wants a ${KINDS[option.type]}, not ${typeof value}`);
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value)) throw fault('is no choice');
  if (typeof value !== 'string') return;
  if (value.length < (option.min_length ?? 0)) throw fault('is too short');
  if (value.length > (option.max_length ?? 6000)) throw fault('is too long');
}

/** What every interaction says of its user and place. */
export function surroundings(world: World, channel: Channel, user: User, userInstall: boolean): Fields {
  return {
    application_id: world.bot.id,
    version: 1,
    channel_id: channel.id,
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: ownersOf(channel, user, userInstall),
    context: contextOf(channel),
    attachment_size_limit: 10_485_760,
  };
}
