// Discord's rules for application commands: names, descriptions, options, choices, places (docs.discord.com, "Application Commands").

import { refuseForm, refuseLonger } from './refusal.ts';
import type { Choice, CommandOption, Fields } from './world.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const OPTIONS_MAX = 25;
const CHOICES_MAX = 25;
const DESCRIPTION_MAX = 100;
/** Over names, descriptions and values of a command. */
const TEXTS_MAX = 8000;
const SUBCOMMANDS: readonly number[] = [1, 2];
const USER_INSTALL = 1;
const AMONG_USERS = 2;

export interface CommandBody extends Fields {
  readonly name?: string;
  readonly type?: number;
  readonly description?: string | null;
  readonly options?: readonly CommandOption[] | null;
  readonly integration_types?: readonly number[] | null;
  readonly contexts?: readonly number[] | null;
}

/** `at`: the field's path before the command's own, such as "0." in a list. */
export function checkCommand(command: CommandBody, isGuild: boolean, at = ''): void {
  const { name, type = 1, description, options } = command;
  if (!name) refuseForm(`${at}name`, 'BASE_TYPE_REQUIRED', 'This field is required');
  refuseLonger(`${at}name`, name, 32);
  if (type === 1) {
    checkName(`${at}name`, name);
    checkDescription(`${at}description`, description);
    checkOptions(`${at}options`, options ?? []);
  } else if (description || options?.length) {
    refuseForm(
      `${at}description`,
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
      'Context menus have neither description nor options',
    );
  }
  if (textLength(command) > TEXTS_MAX)
    refuseForm(`${at}name`, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${TEXTS_MAX})`);
  checkPlaces(command, isGuild, at);
}

export function checkCommandList(commands: readonly CommandBody[], isGuild: boolean): void {
  const names = commands.map(({ type = 1, name }) => `${type} ${name}`);
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again >= 0)
    refuseForm(`${again}`, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
  commands.forEach((command, index) => {
    checkCommand(command, isGuild, `${index}.`);
  });
}

function checkName(field: string, name: string): void {
  if (!NAME.test(name) || name !== name.toLowerCase()) {
    refuseForm(field, 'APPLICATION_COMMAND_INVALID_NAME', `Command name is invalid (${name})`);
  }
}

function checkDescription(field: string, description: string | null | undefined): void {
  if (!description) refuseForm(field, 'BASE_TYPE_REQUIRED', 'This field is required');
  refuseLonger(field, description, DESCRIPTION_MAX);
}

function checkOptions(field: string, options: readonly CommandOption[]): void {
  if (options.length > OPTIONS_MAX)
    refuseForm(field, 'BASE_TYPE_MAX_LENGTH', `Must be ${OPTIONS_MAX} or fewer in length.`);
  const names = new Set<string>();
  let optional = false;
  options.forEach((option, index) => {
    const here = `${field}.${index}`;
    checkName(`${here}.name`, option.name);
    checkDescription(`${here}.description`, option.description);
    if (names.has(option.name))
      refuseForm(here, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    names.add(option.name);
    if (option.required && optional) {
      refuseForm(
        here,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optional ||= !option.required;
    checkOption(here, option);
  });
  const subcommands = options.filter(({ type }) => SUBCOMMANDS.includes(type)).length;
  if (subcommands > 0 && subcommands < options.length) {
    refuseForm(
      field,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and other option types are mutually exclusive',
    );
  }
}

function checkOption(field: string, option: CommandOption): void {
  if (option.autocomplete && option.choices?.length) {
    refuseForm(`${field}.autocomplete`, 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES', 'Not with choices');
  }
  if (option.min_length && option.max_length && option.min_length > option.max_length) {
    refuseForm(`${field}.min_length`, 'APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID', 'More than max_length');
  }
  checkChoices(`${field}.choices`, option.choices ?? []);
  checkOptions(`${field}.options`, option.options ?? []);
}

/** Of an option, or as an answer to an autocomplete. */
export function checkChoices(field: string, choices: readonly Choice[]): void {
  if (choices.length > CHOICES_MAX)
    refuseForm(field, 'BASE_TYPE_MAX_LENGTH', `Must be ${CHOICES_MAX} or fewer in length.`);
  choices.forEach(({ name, value }, index) => {
    if (!name) refuseForm(`${field}.${index}.name`, 'BASE_TYPE_REQUIRED', 'This field is required');
    refuseLonger(`${field}.${index}.name`, name, 100);
    if (value === undefined) refuseForm(`${field}.${index}.value`, 'BASE_TYPE_REQUIRED', 'This field is required');
    refuseLonger(`${field}.${index}.value`, typeof value === 'string' ? value : '', 100);
  });
}

function checkPlaces({ integration_types, contexts }: CommandBody, isGuild: boolean, at: string): void {
  if (isGuild && (integration_types || contexts)) {
    refuseForm(
      `${at}contexts`,
      'APPLICATION_COMMAND_CONTEXTS_GUILD',
      'Only global commands have contexts and integration types',
    );
  }
  for (const [field, values, max] of [
    ['integration_types', integration_types, USER_INSTALL],
    ['contexts', contexts, AMONG_USERS],
  ] as const) {
    const isOdd = values?.some((value) => !Number.isInteger(value) || value < 0 || value > max);
    if (isOdd || (values && new Set(values).size < values.length) || values?.length === 0) {
      refuseForm(`${at}${field}`, 'BASE_TYPE_CHOICES', `Must be different values from 0 to ${max}.`);
    }
  }
  if (contexts?.includes(AMONG_USERS) && !integration_types?.includes(USER_INSTALL)) {
    const message = 'PRIVATE_CHANNEL is only for apps that users install';
    refuseForm(`${at}contexts`, 'APPLICATION_COMMAND_CONTEXTS_INVALID', message);
  }
}

function textLength({ name = '', description, options }: CommandBody): number {
  const ofOption = (option: CommandOption): number =>
    option.name.length +
    (option.description?.length ?? 0) +
    (option.choices ?? []).reduce((sum, choice) => sum + choice.name.length + String(choice.value).length, 0) +
    (option.options ?? []).reduce((sum, inner) => sum + ofOption(inner), 0);
  return name.length + (description?.length ?? 0) + (options ?? []).reduce((sum, option) => sum + ofOption(option), 0);
}
