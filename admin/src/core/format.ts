/** Values as a person reads them, by the locale, the currency and the time zone of the configuration. */

import type { Attribute, Settings } from './config';

export interface Formats {
  locale: string | undefined;
  currency: string | undefined;
  timezone: string | undefined;
}

/** What the configuration says; the forerunner's style guide where it says nothing. */
export const formatsOf = (settings: Settings, language: string): Formats => {
  const guide = settings.styleGuide;
  const text = (name: string): string | undefined => (typeof guide[name] === 'string' ? (guide[name] as string) : undefined);
  return {
    locale: settings.locale ?? text('locale') ?? regionOf(language),
    currency: settings.currency ?? text('currency'),
    timezone: settings.timezone,
  };
};

/** The browser's own locale where it is of the language shown: it knows the region. */
const regionOf = (language: string): string => {
  const own = globalThis.navigator?.languages ?? [];
  return own.find((each) => each.split('-')[0] === language) ?? language;
};

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

const cached = <T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T => {
  const known = cache.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  cache.set(key, made);
  return made;
};

export const NUMERIC = new Set(['integer', 'decimal', 'money', 'percent']);

/** A value as text; nothing for null. */
export const formatValue = (value: unknown, attribute: Attribute, formats: Formats): string => {
  if (value === null || value === undefined) return '';
  if (attribute.options !== undefined) {
    const option = attribute.options.find((each) => each.value === value);
    if (option !== undefined) return option.label;
  }
  switch (attribute.type) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
      return formatNumber(value, attribute, formats);
    case 'date':
      return formatDate(value, formats);
    case 'dateTime':
      return formatMoment(value, formats);
    case 'json':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'password':
      return '••••••';
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
};

const formatNumber = (value: unknown, attribute: Attribute, { locale, currency }: Formats): string => {
  // A text has digits that a number would lose; `format` of a text keeps them.
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : undefined;
  if (number === undefined) return String(value);
  const isKey = attribute.key || attribute.relationship !== undefined;
  const digits = attribute.scale;
  const options: Intl.NumberFormatOptions = {
    // The number of a row is a name, not a quantity.
    useGrouping: !isKey,
    maximumFractionDigits: digits ?? 20,
    minimumFractionDigits: attribute.type === 'integer' ? 0 : Math.min(digits ?? 0, 6),
  };
  if (attribute.type === 'money') {
    if (currency !== undefined) {
      options.style = 'currency';
      options.currency = currency;
    }
    options.minimumFractionDigits = 2;
    options.maximumFractionDigits = Math.max(2, digits ?? 2);
  }
  if (attribute.type === 'percent') options.style = 'percent';
  const format = cached(`n${locale}${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
  return (format.format as (value: number | string) => string)(number);
};

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const formatDate = (value: unknown, { locale }: Formats): string => {
  const match = DATE.exec(String(value).slice(0, 10));
  if (match === null) return String(value);
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  if (Number.isNaN(date.getTime())) return String(value);
  const format = cached(`d${locale}`, () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }));
  return format.format(date);
};

const formatMoment = (value: unknown, { locale, timezone }: Formats): string => {
  const text = String(value);
  const match = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (match === null) return text;
  // Without a zone it is what a clock showed there, and is shown as it is.
  const hasZone = match[3] !== undefined;
  const date = new Date(hasZone ? text : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(date.getTime())) return text;
  const zone = hasZone ? timezone : 'UTC';
  const seconds = date.getUTCSeconds() !== 0 ? 'medium' : 'short';
  const format = cached(
    `t${locale}${zone}${seconds}`,
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: seconds, timeZone: zone }),
  );
  return format.format(date);
};
