import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Attribute, AttributeType, Settings } from './config';
import { formatsOf, formatValue } from './format';
import { attribute } from '../../test/samples';

const show = (value: unknown, type: AttributeType, more: Partial<Attribute> = {}, locale = 'en-US', currency?: string): string =>
  formatValue(value, attribute('A', { type, json: 'any', ...more }), { locale, currency, timezone: 'UTC' });

describe('values are shown by locale', () => {
  it.each([
    [1234567, 'integer', {}, '1,234,567'],
    [1234567, 'integer', { key: true }, '1234567'],
    [0, 'decimal', { scale: 2 }, '0.00'],
    [-1234.5, 'decimal', { scale: 2 }, '-1,234.50'],
    ['12345678901234567890.12', 'decimal', { scale: 2 }, '12,345,678,901,234,567,890.12'],
    [0.125, 'percent', {}, '12.5%'],
    ['2026-02-28', 'date', {}, 'Feb 28, 2026'],
    ['not a date', 'date', {}, 'not a date'],
    ['0000-00-00', 'dateTime', {}, '0000-00-00'],
    [{ a: 1 }, 'json', {}, '{"a":1}'],
    [null, 'string', {}, ''],
    ['', 'string', {}, ''],
    ['b', 'option', { options: [{ value: 'b', label: 'Beta' }] }, 'Beta'],
    ['c', 'option', { options: [{ value: 'b', label: 'Beta' }] }, 'c'],
    ['secret', 'password', {}, '••••••'],
    [1e300, 'decimal', {}, '1E300'],
    [-2.5e-20, 'decimal', {}, '-2.5E-20'],
    [0.001, 'decimal', {}, '0.001'],
    ['1234567.891', 'decimal', { format: '#,##0.00' }, '1,234,567.89'],
    [5, 'integer', { format: '000' }, '005'],
    [2.5, 'decimal', { format: '0.0## kg' }, '2.5 kg'],
    [0.071, 'decimal', { format: '0.0%' }, '7.1%'],
    ['2026-02-08', 'date', { format: 'dd.MM.yyyy' }, '08.02.2026'],
    ['2026-02-08T07:05:09', 'dateTime', { format: 'd/M/yy HH:mm' }, '8/2/26 07:05'],
    ['2026-02-08', 'date', { format: '0.00' }, 'Feb 8, 2026'],
    [7, 'integer', { format: 'yyyy' }, '7'],
  ] as const)('%j as %s', (value, type, more, text) => {
    expect(show(value, type, more as Partial<Attribute>)).toBe(text);
  });

  it('money has its currency, dates their order', () => {
    expect(show(1234.5, 'money', {}, 'de-DE', 'EUR').replace(/\s/g, ' ')).toBe('1.234,50 €');
    expect(show('2026-02-28', 'date', {}, 'de-DE')).toBe('28.02.2026');
    expect(show('2026-02-28T23:30:00', 'dateTime', {}, 'de-DE')).toBe('28.02.2026, 23:30');
    expect(show('2026-02-28T23:30:00+02:00', 'dateTime', {}, 'de-DE')).toBe('28.02.2026, 21:30');
  });
});

describe('how values are shown', () => {
  const settings = (more: Partial<Settings>): Settings => ({ maxListColumns: 8, infoShown: true, styleGuide: {}, theme: {}, pages: {}, ...more });
  afterEach(() => vi.unstubAllGlobals());

  it('is what the configuration says, then what the style guide of the forerunner says', () => {
    const guide = { locale: 'de-CH', currency: 'CHF', date_format: 3 };
    expect(formatsOf(settings({ styleGuide: guide }), 'en')).toEqual({ locale: 'de-CH', currency: 'CHF', timezone: undefined });
    expect(formatsOf(settings({ styleGuide: guide, locale: 'fr-FR', currency: 'EUR', timezone: 'Europe/Paris' }), 'en')).toEqual({ locale: 'fr-FR', currency: 'EUR', timezone: 'Europe/Paris' });
  });

  it('is else as the browser has it for the language', () => {
    vi.stubGlobal('navigator', { languages: ['de-AT', 'en-GB', 'en-US'] });
    expect(formatsOf(settings({}), 'en').locale).toBe('en-GB');
    expect(formatsOf(settings({}), 'fr').locale).toBe('fr');
  });
});

it('the guide of the forerunner says what the configuration does not', () => {
  const guide = { currency_symbol: '€', currency_symbol_position: 'right', decimal_separator: ',', thousand_separator: '.', date_format: 'DD/MM/YYYY' };
  const settings = { maxListColumns: 8, infoShown: true, styleGuide: guide, theme: {}, pages: {} };
  const money = attribute('A', { type: 'money', scale: 2 });
  const day = attribute('A', { type: 'date' });
  const formats = formatsOf(settings, 'en');
  expect(formatValue(-1234.5, money, formats)).toBe('-1.234,50 €');
  expect(formatValue('2026-02-28', day, formats)).toBe('28/02/2026');
  const other = formatsOf({ ...settings, styleGuide: { currency_symbol: '$', date_format: 'LL', locale: 'en' } }, 'en');
  expect(formatValue(-1234.5, money, other)).toBe('-$1,234.50');
  expect(formatValue('2026-02-28', day, other)).toBe('February 28, 2026');
  // What the configuration says itself is what holds.
  const own = formatsOf({ ...settings, locale: 'en-US', currency: 'USD' }, 'en');
  expect(formatValue(1234.5, money, own)).toBe('$1,234.50');
  expect(formatValue('2026-02-28', day, own)).toBe('Feb 28, 2026');
});
