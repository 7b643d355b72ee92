// The bot's application commands, global and of a guild: listed, made, replaced, changed, deleted. Holds no permissions of commands.

import { type CommandBody, checkCommand, checkCommandList } from './command-rules.ts';
import { refuse } from './refusal.ts';
import { created, empty, ok, type Route } from './routing.ts';
import { type Call, type Command, mintId, type World } from './world.ts';

/** By type: slash, on a user, on a message (docs.discord.com, "Application Commands"). */
const COMMANDS_MAX: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

const GLOBAL = '/applications/{application_id}/commands';
const GUILD = '/applications/{application_id}/guilds/{guild_id}/commands';

export const commandRoutes: readonly Route[] = [GLOBAL, GUILD].flatMap((template) => [
  { method: 'GET', template, handle: (world: World, call: Call) => ok(commandsOf(world, call)) },
  { method: 'PUT', template, handle: replaceAll },
  { method: 'POST', template, handle: create },
  {
    method: 'GET',
    template: `${template}/{command_id}`,
    handle: (world: World, call: Call) => ok(commandOf(world, call)),
  },
  { method: 'PATCH', template: `${template}/{command_id}`, handle: change },
  { method: 'DELETE', template: `${template}/{command_id}`, handle: remove },
]);

function commandsOf(world: World, { params }: Call): Command[] {
  if (params.application_id !== world.bot.id) refuse(50001);
  if (params.guild_id !== undefined && !world.guilds.has(params.guild_id)) refuse(50001);
  return world.commands.filter(({ guild_id }) => guild_id === params.guild_id);
}

function commandOf(world: World, call: Call): Command {
  return commandsOf(world, call).find(({ id }) => id === call.params.command_id) ?? refuse(10063);
}

function replaceAll(world: World, call: Call) {
  const standing = commandsOf(world, call);
  const bodies = (call.body ?? []) as CommandBody[];
  checkCommandList(bodies, call.params.guild_id !== undefined);
  const made = bodies.map((body) => build(world, call, body, twin(standing, body)));
  checkCounts(made);
  world.commands = [...world.commands.filter((command) => !standing.includes(command)), ...made];
  return ok(made);
}

function create(world: World, call: Call) {
  const standing = commandsOf(world, call);
  const body = call.body as CommandBody;
  checkCommand(body, call.params.guild_id !== undefined);
  const same = twin(standing, body);
  const made = build(world, call, body, same);
  checkCounts([...standing.filter((command) => command !== same), made]);
  world.commands = [...world.commands.filter((command) => command !== same), made];
  return same ? ok(made) : created(made);
}

function change(world: World, call: Call) {
  const before = commandOf(world, call);
  const merged: CommandBody = { ...before, ...(call.body as CommandBody), type: before.type };
  const isGuild = call.params.guild_id !== undefined;
  checkCommand(isGuild ? { ...merged, contexts: null, integration_types: null } : merged, isGuild);
  const made = build(world, call, merged, before);
  world.commands = world.commands.map((command) => (command === before ? made : command));
  return ok(made);
}

function remove(world: World, call: Call) {
  const gone = commandOf(world, call);
  world.commands = world.commands.filter((command) => command !== gone);
  return empty;
}

/** A command of the same name and type is replaced and keeps its id. */
function twin(standing: readonly Command[], { name, type = 1 }: CommandBody): Command | undefined {
  return standing.find((command) => command.name === name && command.type === type);
}

function checkCounts(commands: readonly Command[]): void {
  for (const type of [1, 2, 3]) {
    if (commands.filter((command) => command.type === type).length > COMMANDS_MAX[type]!) refuse(30032);
  }
}

function build(world: World, { params }: Call, body: CommandBody, before: Command | undefined): Command {
  const permissions = body.default_member_permissions ?? null;
  return {
    id: before?.id ?? mintId(),
    application_id: world.bot.id,
    version: mintId(),
    type: (body.type ?? 1) as Command['type'],
    name: body.name!,
    name_localizations: body.name_localizations ?? null,
    description: body.description ?? '',
    description_localizations: body.description_localizations ?? null,
    options: body.options ?? [],
    default_member_permissions: permissions === null ? null : String(permissions),
    nsfw: body.nsfw ?? false,
    integration_types: body.integration_types ?? [0],
    contexts: body.contexts ?? null,
    ...(params.guild_id === undefined ? { dm_permission: true } : { guild_id: params.guild_id }),
  };
}
