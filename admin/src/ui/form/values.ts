/** The values of a form: texts, as inputs have them. */

import { holds } from '../../core/condition';
import type { Attribute, Mode, Resource } from '../../core/config';
import { stringify } from '../../core/json';
import { own, type Row } from '../../core/records';

export type Values = Record<string, unknown>;

/** What has attributes: a resource, or an action that is told something. */
type Attributes = Pick<Resource, 'attributes'>;

/** From how many letters on a text has several lines. */
const LONG = 80;

export const isLongText = (stored: unknown): boolean => typeof stored === 'string' && (stored.length > LONG || stored.includes('\n'));

/** A stored value as its input shows it. */
const asEntered = (value: unknown, attribute: Attribute): unknown => {
  if (value === null || value === undefined) return '';
  if (attribute.relationship !== undefined) return value;
  if (attribute.type === 'dateTime') return localMoment(String(value));
  if (typeof value === 'object') return stringify(value, 2);
  // JSON of any kind: a text in it has its quotes.
  if (attribute.json === 'any') return JSON.stringify(value);
  // All decimals that the column has: people know an amount by them.
  if (typeof value === 'number' && attribute.json === 'number' && (attribute.scale ?? 0) > 0) {
    const text = value.toFixed(attribute.scale);
    if (Number(text) === value) return text;
  }
  return String(value);
};

const ZONE = /(Z|[+-]\d{2}:?\d{2})$/;

/** A moment as the user's clock shows it; what has no zone stays as it is. */
const localMoment = (text: string): string => {
  if (!ZONE.test(text)) return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(text) ? text.replace(' ', 'T') : text;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};

export const enteredValues = (resource: Attributes, row: Values | undefined): Values =>
  Object.fromEntries(resource.attributes.map((attribute) => [attribute.name, asEntered(row === undefined ? undefined : own(row, attribute.name), attribute)]));

/** What a new row starts with. */
export const firstValues = (resource: Attributes, source: Values): Values => {
  const given = Object.fromEntries(
    resource.attributes.map((attribute) => [attribute.name, own(source, attribute.name) ?? attribute.default]),
  );
  return enteredValues(resource, given);
};

/** What is sent: the values that differ from those the form began with, as the server takes them. */
export const changedValues = (resource: Resource, values: Values, began: Values): Values => {
  const changed = resource.attributes.flatMap((attribute): [string, unknown][] => {
    const value = own(values, attribute.name);
    if (value === undefined || value === own(began, attribute.name)) return [];
    const isMoment = attribute.type === 'dateTime' && typeof value === 'string' && value !== '';
    return [[attribute.name, isMoment ? sentMoment(value, attribute) : value]];
  });
  return Object.fromEntries(changed);
};

const sentMoment = (value: string, attribute: Attribute): string => {
  const whole = /T\d{2}:\d{2}$/.test(value) ? `${value}:00` : value;
  if (attribute.zoned !== true) return whole;
  const date = new Date(whole);
  return Number.isNaN(date.getTime()) ? whole : date.toISOString();
};

/** Whether an attribute can be changed in a form of the mode. */
export const isWritable = (attribute: Attribute, resource: Resource, mode: Mode, record: Values): boolean => {
  if (attribute.derived === true || attribute.readonly === true) return false;
  // What a rule takes over into a new row nobody enters; afterwards it is a value as others.
  if (attribute.copied === true && mode === 'create') return false;
  // The key of a row is what it is called elsewhere.
  if (mode === 'edit' && attribute.key && resource.key.includes(attribute.name)) return false;
  if (Array.isArray(attribute.readonly)) return !attribute.readonly.includes(mode);
  if (typeof attribute.readonly === 'string') return !holds(attribute.readonly, { record, mode });
  return true;
};

/** The values as conditions see them: numbers and booleans are such. */
export const asRecord = (resource: Resource, values: Values, row: Row | undefined): Values => {
  const entered = resource.attributes.flatMap((attribute): [string, unknown][] => {
    const value = own(values, attribute.name);
    return value === undefined ? [] : [[attribute.name, value === '' ? null : typed(value, attribute)]];
  });
  return { ...row, ...Object.fromEntries(entered) };
};

const typed = (value: unknown, attribute: Attribute): unknown => {
  if (typeof value !== 'string') return value;
  if (attribute.json === 'boolean') return value === 'true';
  if (attribute.json === 'integer' || attribute.json === 'number') return Number.isFinite(Number(value)) ? Number(value) : value;
  return value;
};
