/** Values as a person reads them, by the locale, the currency and the time zone of the configuration. */

import type { Attribute, Settings } from './config';
import { stringify } from './json';

export interface Formats {
  locale: string | undefined;
  currency: string | undefined;
  timezone: string | undefined;
  /** What stands at amounts whose currency is not said, before or behind them. */
  symbol?: { text: string; isBehind: boolean };
  /** Where the language does not say them. */
  separators?: { group?: string | undefined; decimal?: string | undefined };
  /** The pattern of dates, such as `LL` or `DD/MM/YYYY`. */
  date?: string;
}

/** What the configuration says; the forerunner's style guide where it says nothing. */
export const formatsOf = (settings: Settings, language: string): Formats => {
  const guide = settings.styleGuide;
  const text = (name: string): string | undefined => (typeof guide[name] === 'string' ? (guide[name] as string) : undefined);
  const currency = settings.currency ?? text('currency');
  const symbol = text('currency_symbol');
  const separators = { group: text('thousand_separator'), decimal: text('decimal_separator') };
  const isFree = settings.locale === undefined;
  const date = text('date_format');
  return {
    locale: settings.locale ?? text('locale') ?? regionOf(language),
    currency,
    timezone: settings.timezone,
    ...(currency === undefined && symbol !== undefined ? { symbol: { text: symbol, isBehind: text('currency_symbol_position') === 'right' } } : {}),
    ...(isFree && (separators.group !== undefined || separators.decimal !== undefined) ? { separators } : {}),
    ...(isFree && date !== undefined ? { date } : {}),
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
  if (attribute.format !== undefined) {
    const text = byPattern(value, attribute, attribute.format, formats);
    if (text !== undefined) return text;
  }
  switch (attribute.type) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
      return formatNumber(value, attribute, formats);
    case 'date':
      return (formats.date === undefined ? undefined : byGuide(value, attribute, formats.date, formats)) ?? formatDate(value, formats);
    case 'dateTime':
      return formatMoment(value, formats);
    case 'json':
      return typeof value === 'string' ? value : stringify(value);
    case 'password':
      return '••••••';
    default:
      return typeof value === 'object' ? stringify(value) : String(value);
  }
};

/** A value as a pattern of the configuration wants it; nothing if the pattern is not of its kind. */
const byPattern = (value: unknown, attribute: Attribute, pattern: string, { locale }: Formats): string | undefined => {
  if (NUMERIC.has(attribute.type)) {
    const match = /^(.*?)(#?,?#*0+)(?:\.(0*)(#*))?(%?)(.*)$/.exec(pattern);
    if (match === null || !/^-?\d+(\.\d+)?$/.test(String(value))) return undefined;
    const [, before = '', whole = '', fixed = '', more = '', percent = '', after = ''] = match;
    const options: Intl.NumberFormatOptions = {
      useGrouping: whole.includes(','),
      minimumIntegerDigits: Math.max(1, whole.replace(/[^0]/g, '').length),
      minimumFractionDigits: fixed.length,
      maximumFractionDigits: fixed.length + more.length,
      ...(percent === '' ? {} : { style: 'percent' }),
    };
    const format = cached(`n${locale}${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
    return `${before}${(format.format as (number: number | string) => string)(value as number | string)}${after}`;
  }
  const moment = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(String(value));
  // A moment with a zone is shown by the user's clock, as without a pattern.
  if (moment === null || !/y|d|M|H/.test(pattern)) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = moment;
  const parts: Record<string, string> = { yyyy: year, yy: year.slice(2), MM: month, M: String(Number(month)), dd: day, d: String(Number(day)), HH: hour, H: String(Number(hour)), mm: minute, ss: second };
  return pattern.replace(/yyyy|yy|MM?|dd?|HH?|mm|ss/g, (part) => parts[part] ?? part);
};

/** A date as the forerunner's guide has it: by the words of its library, or letter by letter. */
const byGuide = (value: unknown, attribute: Attribute, pattern: string, formats: Formats): string | undefined => {
  const style = ({ L: 'short', ll: 'medium', LL: 'long', LLLL: 'full' } as const)[pattern];
  return style === undefined ? byPattern(value, attribute, pattern.replaceAll('Y', 'y').replaceAll('D', 'd'), formats) : formatDate(value, formats, style);
};

const formatNumber = (value: unknown, attribute: Attribute, { locale, currency, symbol, separators }: Formats): string => {
  // A text has digits that a number would lose; `format` of a text keeps them.
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : undefined;
  if (number === undefined) return String(value);
  const isKey = attribute.key || attribute.relationship !== undefined;
  const digits = attribute.scale;
  const options: Intl.NumberFormatOptions = {
    // The number of a row is a name, not a quantity; four digits are as often a year.
    useGrouping: isKey ? false : attribute.type === 'integer' ? 'min2' : true,
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
  // A binary number has no more digits than that, however large it is.
  if (typeof number === 'number' && (Math.abs(number) >= HUGE || (number !== 0 && Math.abs(number) < TINY))) {
    Object.assign(options, { notation: 'scientific', minimumFractionDigits: 0, maximumFractionDigits: 14 });
  }
  const format = cached(`n${locale}${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
  const text = separators === undefined ? (format.format as (value: number | string) => string)(number) : (format.formatToParts as (value: number | string) => Intl.NumberFormatPart[])(number)
    .map((part) => (part.type === 'group' ? separators.group : part.type === 'decimal' ? separators.decimal : undefined) ?? part.value)
    .join('');
  if (attribute.type !== 'money' || symbol === undefined) return text;
  return symbol.isBehind ? `${text} ${symbol.text}` : text.replace(/^-?/, (sign) => `${sign}${symbol.text}`);
};

const HUGE = 1e16;
const TINY = 1e-12;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const formatDate = (value: unknown, { locale }: Formats, dateStyle: 'short' | 'medium' | 'long' | 'full' = 'medium'): string => {
  const match = DATE.exec(String(value).slice(0, 10));
  if (match === null) return String(value);
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  if (Number.isNaN(date.getTime())) return String(value);
  const format = cached(`d${locale}${dateStyle}`, () => new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }));
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
