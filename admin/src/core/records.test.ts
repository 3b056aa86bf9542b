import { expect, test } from 'vitest';
import { Catalog, type Config } from './config';
import { own, RELATED, relatedTo, type Row, userKey } from './records';
import { attribute, resource } from '../../test/samples';

const employee = resource('Employee', {
  userKey: '{Name} of {BossId}',
  attributes: [attribute('Name'), attribute('BossId', { relationship: 'Boss' })],
  relationships: [{ name: 'Boss', to: 'one', resource: 'Employee', attributes: ['BossId'], targetAttributes: ['Id'], holdsKey: true }],
});
const catalog = new Catalog({ resources: [employee] } as unknown as Config);
const called = (row: Row | undefined) => userKey(catalog, employee, row);

test('a row is known by the name of the one it refers to, and no further', () => {
  const boss: Row = { id: '2', Name: 'Bea', BossId: '3', [RELATED]: { Boss: { id: '3', resource: 'Employee', record: { id: '3', Name: 'Cy' } } } };
  expect(called({ id: '1', Name: 'Al', BossId: '2', [RELATED]: { Boss: { id: '2', resource: 'Employee', record: boss } } })).toBe('Al of Bea of 3');
});

test('what is not known of the other row is its value', () => {
  expect(called({ id: '1', Name: 'Al', BossId: '2', [RELATED]: { Boss: { id: '2', resource: 'Employee' } } })).toBe('Al of 2');
  expect(called({ id: '1', Name: 'Al', BossId: '2', [RELATED]: { Boss: { id: '2', resource: 'Stranger', record: { id: '2' } } } })).toBe('Al of 2');
  expect(called({ id: '1', Name: 'Al', BossId: null })).toBe('Al of');
});

test('what joins two names is not there where one of them is not', () => {
  const link = { ...employee, userKey: '{Name} – {BossId}' };
  const named = (Name: string | null, BossId: string | null) => userKey(catalog, link, { id: '1', Name, BossId });
  expect(named('Al', '2')).toBe('Al – 2');
  expect(named('Al', null)).toBe('Al');
  expect(named(null, '-2')).toBe('-2');
  expect(named(null, null)).toBe('1');
});

test('a row without a name is known by its id, none by nothing', () => {
  const nameless = { ...employee, userKey: '{Name}' };
  expect(userKey(catalog, nameless, { id: '7', Name: ' ' })).toBe('7');
  expect(userKey(catalog, nameless, { id: '7', Name: null })).toBe('7');
  expect(userKey(catalog, nameless, { id: '7', Name: ' \u200b' })).toBe('7');
  expect(called(undefined)).toBe('');
});

test('a column may be called as what every object has', () => {
  const row: Row = { id: '1', [RELATED]: { customer: null, supplier: { id: '2', resource: 'Supplier' } } };
  expect(own(row, 'constructor')).toBeUndefined();
  expect(own(JSON.parse('{"__proto__": 5}') as Record<string, unknown>, '__proto__')).toBe(5);
  expect(relatedTo(row, 'constructor')).toBeUndefined();
  expect(relatedTo(row, 'customer')).toBeUndefined();
  expect(relatedTo(row, 'supplier')?.id).toBe('2');
  expect(relatedTo(undefined, 'supplier')).toBeUndefined();
});
