// Discord's rules for components of messages and modals: how many, how nested, how long (docs.discord.com, "Components"). Refuses with 50035.

import { refuseForm, refuseLonger } from './refusal.ts';
import type { Component } from './world.ts';

export const TYPES = { row: 1, button: 2, select: 3, section: 9, text: 10, container: 17, label: 18 } as const;
const SELECTS: readonly number[] = [3, 5, 6, 7, 8];
const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;
const COMPONENTS_MAX = 40;
const ROWS_MAX = 5;
const ROW_BUTTONS_MAX = 5;
const SECTION_TEXTS_MAX = 3;
const TEXTS_MAX = 4000;
const OPTIONS_MAX = 25;

interface Placed {
  readonly component: Component;
  /** Such as `components.0.components.1`. */
  readonly field: string;
  readonly parent: Component | null;
}

/** All components, nested ones too, in the order in which they are shown. */
export function flatten(components: readonly Component[]): Component[] {
  return place(components, 'components', null).map(({ component }) => component);
}

function place(components: readonly Component[], field: string, parent: Component | null): Placed[] {
  return components.flatMap((component, index) => {
    const here = `${field}.${index}`;
    const single = (['accessory', 'component'] as const).flatMap((key) => {
      const inner = component[key];
      return inner ? [{ component: inner, field: `${here}.${key}`, parent: component }] : [];
    });
    return [
      { component, field: here, parent },
      ...place(component.components ?? [], `${here}.components`, component),
      ...single,
    ];
  });
}

/** `v2`: whether the message has the flag for Components V2. */
export function checkComponents(components: readonly Component[], v2: boolean): void {
  if (!v2) checkLegacy(components);
  const placed = place(components, 'components', null);
  if (placed.length > COMPONENTS_MAX) {
    const message = `Must have ${COMPONENTS_MAX} or fewer components in all. (${placed.length})`;
    refuseForm('components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', message);
  }
  const length = placed.reduce(
    (sum, { component }) => sum + (component.type === TYPES.text ? lengthOf(component) : 0),
    0,
  );
  if (length > TEXTS_MAX) {
    const message = `Text displays must have ${TEXTS_MAX} or fewer characters in all. (${length})`;
    refuseForm('components', 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message);
  }
  checkUnique(placed, 'custom_id');
  checkUnique(placed, 'id');
  for (const one of placed) checkOne(one);
}

function lengthOf(component: Component): number {
  return component.content?.length ?? 0;
}

function checkLegacy(components: readonly Component[]): void {
  const odd = components.findIndex(({ type }) => type !== TYPES.row);
  if (odd >= 0)
    refuseForm(`components.${odd}.type`, 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
  if (components.length > ROWS_MAX)
    refuseForm('components', 'BASE_TYPE_BAD_LENGTH', `Must be ${ROWS_MAX} or fewer in length.`);
}

function checkUnique(placed: readonly Placed[], key: 'custom_id' | 'id'): void {
  const seen = new Set<unknown>();
  for (const { component, field } of placed) {
    const value = component[key];
    if (value === undefined || value === null || value === 0) continue;
    if (seen.has(value))
      refuseForm(`${field}.${key}`, 'COMPONENT_CUSTOM_ID_DUPLICATED', `Component ${key} cannot be duplicated`);
    seen.add(value);
  }
}

function checkOne({ component, field, parent }: Placed): void {
  refuseLonger(`${field}.custom_id`, component.custom_id, 100);
  refuseLonger(`${field}.placeholder`, component.placeholder, 150);
  const { type } = component;
  if (type === TYPES.row) checkRow(component, field, parent);
  if (type === TYPES.button) checkButton(component, field);
  if (type === TYPES.section) checkSection(component, field);
  if (type === TYPES.text && !component.content?.trim())
    refuseForm(`${field}.content`, 'BASE_TYPE_REQUIRED', 'This field is required');
  if (type === TYPES.container) checkContainer(component, field, parent);
  if (SELECTS.includes(type) && !component.custom_id)
    refuseForm(`${field}.custom_id`, 'BASE_TYPE_REQUIRED', 'This field is required');
  if (type === TYPES.select) checkOptions(component, field);
}

function checkRow({ components = [] }: Component, field: string, parent: Component | null): void {
  if (parent !== null && parent.type !== TYPES.container)
    refuseForm(`${field}.type`, 'UNION_TYPE_CHOICES', 'A row cannot stand here');
  const buttons = components.filter(({ type }) => type === TYPES.button).length;
  if (components.length === 0 || buttons > ROW_BUTTONS_MAX) {
    refuseForm(`${field}.components`, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${ROW_BUTTONS_MAX} in length.`);
  }
  if (buttons !== components.length && components.length > 1) {
    refuseForm(
      `${field}.components`,
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
  }
}

function checkButton({ custom_id, label, url, style, emoji, sku_id }: Component, field: string): void {
  refuseLonger(`${field}.label`, label, 80);
  refuseLonger(`${field}.url`, url, 512);
  if (style === PREMIUM_STYLE) {
    if (!sku_id) refuseForm(`${field}.sku_id`, 'BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  if (!label && !emoji)
    refuseForm(`${field}.label`, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required');
  if (style === LINK_STYLE) {
    if (!url || !/^(?:https?|discord):\/\//.test(url))
      refuseForm(`${field}.url`, 'URL_TYPE_INVALID_SCHEME', 'Must be a link');
    if (custom_id)
      refuseForm(`${field}.custom_id`, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'Not with a url');
  } else if (!custom_id)
    refuseForm(`${field}.custom_id`, 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
}

function checkSection({ components = [], accessory }: Component, field: string): void {
  const odd = components.some(({ type }) => type !== TYPES.text);
  if (odd || components.length === 0 || components.length > SECTION_TEXTS_MAX) {
    refuseForm(`${field}.components`, 'BASE_TYPE_BAD_LENGTH', `Must be 1 to ${SECTION_TEXTS_MAX} text displays.`);
  }
  if (!accessory) refuseForm(`${field}.accessory`, 'BASE_TYPE_REQUIRED', 'This field is required');
}

function checkContainer({ components = [] }: Component, field: string, parent: Component | null): void {
  if (parent !== null)
    refuseForm(`${field}.type`, 'UNION_TYPE_CHOICES', 'A container cannot stand in another component');
  const odd = components.findIndex(({ type }) => type === TYPES.container || type === TYPES.button);
  if (odd >= 0) refuseForm(`${field}.components.${odd}.type`, 'UNION_TYPE_CHOICES', 'Cannot stand in a container');
  if (components.length === 0) refuseForm(`${field}.components`, 'BASE_TYPE_REQUIRED', 'This field is required');
}

function checkOptions({ options = [] }: Component, field: string): void {
  if (options.length === 0 || options.length > OPTIONS_MAX) {
    refuseForm(`${field}.options`, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${OPTIONS_MAX} in length.`);
  }
  options.forEach(({ label, value, description }, index) => {
    const here = `${field}.options.${index}`;
    if (!label || !value) refuseForm(here, 'BASE_TYPE_REQUIRED', 'A label and a value are required');
    refuseLonger(`${here}.label`, label, 100);
    refuseLonger(`${here}.value`, value, 100);
    refuseLonger(`${here}.description`, description, 100);
  });
  if (new Set(options.map(({ value }) => value)).size < options.length) {
    refuseForm(`${field}.options`, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'Option values must be unique');
  }
}
