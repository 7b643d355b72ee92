// What a bot asks about itself and its places: the gateway's address, its user, its application, guilds, members.

import { may, PERMISSIONS } from './permissions.ts';
import { refuse } from './refusal.ts';
import { ok, type Route } from './routing.ts';
import { guildBasics, wireChannel, wireMember, wireRoles, wireUser } from './wire.ts';
import type { Call, Fields, Guild, World } from './world.ts';

/** Bits of an application that may read members, presences and content (GATEWAY_*_LIMITED). */
const LIMITED_FLAGS = (1 << 13) | (1 << 15) | (1 << 19);

export function plainRoutes(gateway: () => Fields): readonly Route[] {
  return [
    { method: 'GET', template: '/gateway/bot', handle: () => ok(gateway()) },
    { method: 'GET', template: '/gateway', handle: () => ok({ url: gateway().url }) },
    { method: 'GET', template: '/users/@me', handle: (world) => ok(self(world)) },
    { method: 'GET', template: '/users/@me/guilds', handle: (world) => ok([...world.guilds.values()].map(briefly)) },
    { method: 'GET', template: '/users/{user_id}', handle: (world, call) => ok(userOf(world, call)) },
    { method: 'GET', template: '/applications/@me', handle: (world) => ok(application(world)) },
    { method: 'GET', template: '/oauth2/applications/@me', handle: (world) => ok(application(world)) },
    { method: 'GET', template: '/guilds/{guild_id}', handle: (world, call) => ok(guildBasics(guildOf(world, call))) },
    {
      method: 'GET',
      template: '/guilds/{guild_id}/roles',
      handle: (world, call) => ok(wireRoles(guildOf(world, call))),
    },
    { method: 'GET', template: '/guilds/{guild_id}/channels', handle: (world, call) => ok(channelsOf(world, call)) },
    {
      method: 'GET',
      template: '/guilds/{guild_id}/members/{user_id}',
      handle: (world, call) => ok(memberOf(world, call)),
    },
  ];
}

function self({ bot }: World): Fields {
  return { ...wireUser(bot), mfa_enabled: true, locale: 'en-US', email: null, verified: true };
}

function application({ bot, users }: World): Fields {
  return {
    id: bot.id,
    name: bot.username,
    icon: null,
    description: '',
    type: null,
    bot: wireUser(bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: LIMITED_FLAGS,
    flags_new: String(LIMITED_FLAGS),
    integration_types_config: { 0: {}, 1: {} },
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: wireUser([...users.values()].find((user) => !user.bot) ?? bot),
    team: null,
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    max_participants: null,
    tags: [],
    eligible_oauth2_scopes: [],
    install_params: { scopes: ['bot', 'applications.commands'], permissions: '0' },
  };
}

function briefly(guild: Guild): Fields {
  return { id: guild.id, name: guild.name, icon: null, banner: null, owner: false, permissions: '0', features: [] };
}

function userOf(world: World, { params }: Call): Fields {
  return wireUser(world.users.get(params.user_id!) ?? refuse(10013));
}

function guildOf(world: World, { params }: Call): Guild {
  return world.guilds.get(params.guild_id!) ?? refuse(10004);
}

function channelsOf(world: World, call: Call): Fields[] {
  const guild = guildOf(world, call);
  return [...world.channels.values()]
    .filter(
      (channel) =>
        channel.guild === guild.id && channel.parent === null && may(world, channel, PERMISSIONS.viewChannel),
    )
    .map((channel) => wireChannel(world, channel));
}

function memberOf(world: World, call: Call): Fields {
  const guild = guildOf(world, call);
  const id = call.params.user_id === '@me' ? world.bot.id : call.params.user_id!;
  if (!guild.members.has(id)) refuse(10007);
  return { ...wireMember(guild, id), user: wireUser(world.users.get(id)!) };
}
