/** Filters by type: what is offered, how a filter is kept in the address, and how it is sent. */

import type { Attribute } from './config';

export type Operator =
  | 'contains' | 'eq' | 'startswith' | 'endswith' | 'empty' | 'in' | 'ge' | 'le' | 'between' | 'lastdays' | 'thismonth'
  | 'thisyear' | 'today';

/** Operators that need no value. */
export const VALUELESS: ReadonlySet<Operator> = new Set(['today', 'thismonth', 'thisyear']);

const TEXT: Operator[] = ['contains', 'eq', 'startswith', 'endswith', 'in', 'empty'];
const NUMBER: Operator[] = ['eq', 'ge', 'le', 'between', 'in', 'empty'];
const DATE: Operator[] = ['eq', 'between', 'ge', 'le', 'today', 'lastdays', 'thismonth', 'thisyear', 'empty'];

/** What is offered for an attribute, the usual first. */
export const operatorsOf = (attribute: Attribute): Operator[] => {
  const offered = offeredFor(attribute);
  return attribute.nullable || attribute.json === 'string' ? offered : offered.filter((each) => each !== 'empty');
};

const offeredFor = (attribute: Attribute): Operator[] => {
  if (attribute.relationship !== undefined) return ['in', 'empty'];
  switch (attribute.type) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
      return NUMBER;
    case 'date':
    case 'dateTime':
      return DATE;
    case 'boolean':
      return ['eq', 'empty'];
    case 'option':
      return ['in', 'empty'];
    case 'uuid':
    case 'time':
      return ['eq', 'in', 'empty'];
    case 'json':
    case 'image':
    case 'file':
      return ['empty'];
    default:
      return TEXT;
  }
};

/** A filter as the list keeps it: `City@contains`. */
export interface Filter {
  attribute: string;
  operator: Operator;
  value: unknown;
}

/** The words in the search box. */
export const SEARCH = 'q';

/** Certain rows, by their ids. */
export const IDS = 'ids';

export const filterKey = (attribute: string, operator: Operator): string => `${attribute}@${operator}`;

/** Filters as the list keeps them. */
export const valuesOf = (filters: Filter[]): Record<string, unknown> =>
  Object.fromEntries(filters.map(({ attribute, operator, value }) => [filterKey(attribute, operator), value]));

/** The rows that have these values. */
export const having = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [filterKey(name, 'eq'), value]));

export const filtersOf = (values: Record<string, unknown>): Filter[] =>
  Object.entries(values).flatMap(([key, value]) => {
    const at = key.lastIndexOf('@');
    return at < 1 ? [] : [{ attribute: key.slice(0, at), operator: key.slice(at + 1) as Operator, value }];
  });

type Parameter = [name: string, value: string];

/** The parameters of a request. A filter without a value yet asks for nothing. */
export const filterParameters = (
  values: Record<string, unknown>,
  attributeOf: (name: string) => Attribute | undefined,
  today = new Date(),
): Parameter[] => {
  const parameters: Parameter[] = [];
  const search = values[SEARCH];
  if (typeof search === 'string' && search.trim() !== '') parameters.push(['filter[search]', search.trim()]);
  const ids = values[IDS];
  if (Array.isArray(ids)) parameters.push(['filter[id]', ids.join(',')]);
  for (const filter of filtersOf(values)) {
    const attribute = attributeOf(filter.attribute);
    if (attribute !== undefined) parameters.push(...parametersOf(filter, attribute, today));
  }
  return parameters;
};

const parametersOf = ({ operator, value }: Filter, attribute: Attribute, today: Date): Parameter[] => {
  const name = attribute.name;
  const one = (op: string, given: unknown): Parameter[] =>
    given === undefined || given === null || given === '' ? [] : [[`filter[${name}][${op}]`, String(given)]];
  const isMoment = attribute.type === 'dateTime';
  switch (operator) {
    case 'empty':
      return [[`filter[${name}][isnull]`, String(value !== false && value !== 'false')]];
    case 'in': {
      const given = valuesIn(value);
      if (given.length === 0) return [];
      // In a parameter a comma ends a value.
      return given.some((each) => each.includes(',')) ? [['filter', JSON.stringify({ [name]: { in: given } })]] : [[`filter[${name}][in]`, given.join(',')]];
    }
    case 'between': {
      const [from, to] = Array.isArray(value) ? (value as unknown[]) : [undefined, undefined];
      return isMoment ? [...fromDay(attribute, from), ...upToDay(attribute, to)] : [...one('ge', from), ...one('le', to)];
    }
    case 'eq':
      if (!isMoment) return one('eq', value);
      return typeof value === 'string' && value !== '' ? days(attribute, value, value) : [];
    case 'ge':
      return isMoment ? fromDay(attribute, value) : one('ge', value);
    case 'le':
      return isMoment ? upToDay(attribute, value) : one('le', value);
    case 'today':
      return days(attribute, day(today), day(today));
    case 'lastdays':
      return days(attribute, day(addDays(today, -(Number(value) || 7) + 1)), day(today));
    case 'thismonth': {
      const first = new Date(today.getFullYear(), today.getMonth(), 1);
      return days(attribute, day(first), day(new Date(today.getFullYear(), today.getMonth() + 1, 0)));
    }
    case 'thisyear':
      return days(attribute, `${today.getFullYear()}-01-01`, `${today.getFullYear()}-12-31`);
    // People do not look to the case of letters.
    case 'contains':
      return one('match', value);
    case 'startswith':
      return one('ilike', isGiven(value) ? `${literal(value)}%` : '');
    case 'endswith':
      return one('ilike', isGiven(value) ? `%${literal(value)}` : '');
    default:
      return one(operator, value);
  }
};

/** The values of a list, as people write one: `Bonn, "Berlin, Mitte"`. */
export const valuesIn = (value: unknown): string[] => {
  const list = Array.isArray(value) ? value.map(String) : [...String(value ?? '').matchAll(/\s*("(?:[^"]|"")*"|[^,]*)\s*(?:,|$)/g)].map(([, each = '']) => (/^".*"$/s.test(each) ? each.slice(1, -1).replaceAll('""', '"') : each));
  return list.map((each) => each.trim()).filter((each) => each !== '');
};

/** Values as people write them. */
export const listOfValues = (values: unknown[]): string => values.map((each) => (/[,"]/.test(String(each)) ? `"${String(each).replaceAll('"', '""')}"` : String(each))).join(', ');

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A text that stands for itself in a pattern. */
const literal = (value: unknown): string => String(value).replace(/[\\%_]/g, '\\$&');

/** From the first to the last day, both whole. */
const days = (attribute: Attribute, first: string, last: string): Parameter[] =>
  attribute.type === 'dateTime' ? [...fromDay(attribute, first), ...upToDay(attribute, last)] : [[`filter[${attribute.name}][ge]`, first], [`filter[${attribute.name}][le]`, last]];

const fromDay = (attribute: Attribute, first: unknown): Parameter[] => {
  const start = dayOf(first);
  return start === undefined ? [] : [[`filter[${attribute.name}][ge]`, beginOf(start, attribute)]];
};

/** Moments of a day are less than the next one. */
const upToDay = (attribute: Attribute, last: unknown): Parameter[] => {
  const end = dayOf(last);
  return end === undefined ? [] : [[`filter[${attribute.name}][lt]`, beginOf(addDays(end, 1), attribute)]];
};

const dayOf = (text: unknown): Date | undefined => {
  if (typeof text !== 'string' || text === '') return undefined;
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number);
  return new Date(year, month - 1, date);
};

/** When a day begins: for a moment, where the user is. */
const beginOf = (date: Date, { zoned }: Attribute): string => (zoned === true ? date.toISOString() : day(date));

const day = (date: Date): string => {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

const addDays = (date: Date, days: number): Date => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** The filter of a view in `admin.yaml`: `{ShippedDate: {is: null}, Country: Spain, Freight: {ge: 10}}`. */
export const filterOfView = (filter: Record<string, unknown>): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const [name, test] of Object.entries(filter)) {
    if (test === null) values[filterKey(name, 'empty')] = true;
    else if (Array.isArray(test)) values[filterKey(name, 'in')] = test;
    else if (typeof test !== 'object') values[filterKey(name, 'eq')] = test;
    else {
      for (const [operator, value] of Object.entries(test)) {
        if (operator === 'is' || operator === 'isnull') values[filterKey(name, 'empty')] = value === null || value === true;
        else values[filterKey(name, operator as Operator)] = value;
      }
    }
  }
  return values;
};
