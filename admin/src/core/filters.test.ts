import { describe, expect, it } from 'vitest';
import type { Attribute, AttributeType } from './config';
import { filterOfView, filterParameters, filtersOf, having, listOfValues, operatorsOf, valuesIn, valuesOf } from './filters';
import { attribute as sample } from '../../test/samples';

const attribute = (name: string, type: AttributeType, more: Partial<Attribute> = {}): Attribute => sample(name, { type, ...more });

const ATTRIBUTES = [
  attribute('City', 'string'),
  attribute('Freight', 'decimal', { json: 'number' }),
  attribute('Due', 'date'),
  attribute('At', 'dateTime'),
  attribute('Sent', 'dateTime', { zoned: true }),
  attribute('Ready', 'boolean', { json: 'boolean' }),
];

const sent = (values: Record<string, unknown>): string[] =>
  filterParameters(values, (name) => ATTRIBUTES.find((each) => each.name === name), new Date(2026, 1, 28)).map(([name, value]) => `${name}=${value}`);

describe('filters are sent as the API has them', () => {
  it.each([
    [{ 'City@contains': 'onn' }, ['filter[City][match]=onn']],
    [{ 'City@startswith': '5%_a' }, ['filter[City][ilike]=5\\%\\_a%']],
    [{ 'City@endswith': 'onn' }, ['filter[City][ilike]=%onn']],
    [{ 'City@endswith': '' }, []],
    [{ 'City@in': 'Bonn, Celle' }, ['filter[City][in]=Bonn,Celle']],
    [{ 'City@in': 'Bonn, "Berlin, Mitte", "a ""b"""' }, ['filter={"City":{"in":["Bonn","Berlin, Mitte","a \\"b\\""]}}']],
    [{ 'City@in': ['Berlin, Mitte'] }, ['filter={"City":{"in":["Berlin, Mitte"]}}']],
    [{ 'City@empty': true }, ['filter[City][isnull]=true']],
    [{ 'City@empty': false }, ['filter[City][isnull]=false']],
    [{ 'Freight@between': ['10', '20.5'] }, ['filter[Freight][ge]=10', 'filter[Freight][le]=20.5']],
    [{ 'Freight@between': ['', '20'] }, ['filter[Freight][le]=20']],
    [{ 'Freight@ge': '' }, []],
    [{ 'Freight@eq': 0 }, ['filter[Freight][eq]=0']],
    [{ 'Due@eq': '2026-02-28' }, ['filter[Due][eq]=2026-02-28']],
    [{ 'Due@thismonth': true }, ['filter[Due][ge]=2026-02-01', 'filter[Due][le]=2026-02-28']],
    [{ 'Due@lastdays': '7' }, ['filter[Due][ge]=2026-02-22', 'filter[Due][le]=2026-02-28']],
    [{ 'At@eq': '2026-02-28' }, ['filter[At][ge]=2026-02-28', 'filter[At][lt]=2026-03-01']],
    [{ 'At@ge': '2026-02-28' }, ['filter[At][ge]=2026-02-28']],
    [{ 'At@between': ['', '2026-02-28'] }, ['filter[At][lt]=2026-03-01']],
    // A day of what is a moment begins where the user is.
    [{ 'Sent@eq': '2026-02-28' }, [`filter[Sent][ge]=${new Date(2026, 1, 28).toISOString()}`, `filter[Sent][lt]=${new Date(2026, 2, 1).toISOString()}`]],
    [{ 'Sent@lastdays': '2' }, [`filter[Sent][ge]=${new Date(2026, 1, 27).toISOString()}`, `filter[Sent][lt]=${new Date(2026, 2, 1).toISOString()}`]],
    [{ 'At@le': '2026-12-31' }, ['filter[At][lt]=2027-01-01']],
    [{ 'Due@today': true }, ['filter[Due][ge]=2026-02-28', 'filter[Due][le]=2026-02-28']],
    [{ 'Due@thisyear': true }, ['filter[Due][ge]=2026-01-01', 'filter[Due][le]=2026-12-31']],
    [{ 'At@eq': '' }, []],
    [{ 'Freight@between': 'all' }, []],
    [{ 'Freight@gt': 3 }, ['filter[Freight][gt]=3']],
    [{ 'City@in': ['Bonn', ''] }, ['filter[City][in]=Bonn']],
    [{ 'City@in': undefined }, []],
    [{ ids: ['1', '2'] }, ['filter[id]=1,2']],
    [{ 'Ready@eq': 'false' }, ['filter[Ready][eq]=false']],
    [{ q: ' maria anders ' }, ['filter[search]=maria anders']],
    [{ 'Gone@eq': 1 }, []],
  ])('%j', (values, parameters) => {
    expect(sent(values)).toEqual(parameters);
  });
});

it('each type offers what it can be asked for', () => {
  expect(operatorsOf(attribute('A', 'string'))[0]).toBe('contains');
  expect(operatorsOf(attribute('A', 'date'))[0]).toBe('eq');
  expect(operatorsOf(attribute('A', 'integer', { relationship: 'B', json: 'integer' }))).toEqual(['in', 'empty']);
  expect(operatorsOf(attribute('A', 'integer', { json: 'integer', nullable: false }))).not.toContain('empty');
  expect(operatorsOf(attribute('A', 'boolean', { json: 'boolean' }))).toEqual(['eq', 'empty']);
  expect(operatorsOf(attribute('A', 'option'))).toEqual(['in', 'empty']);
  expect(operatorsOf(attribute('A', 'uuid'))).toEqual(['eq', 'in', 'empty']);
  expect(operatorsOf(attribute('A', 'image'))).toEqual(['empty']);
});

it('the filter of a view in admin.yaml is read', () => {
  expect(filterOfView({ ShippedDate: { is: null }, Country: 'Spain', Freight: { ge: 10 }, City: ['Bonn', 'Celle'], Region: null })).toEqual({
    'ShippedDate@empty': true, 'Country@eq': 'Spain', 'Freight@ge': 10, 'City@in': ['Bonn', 'Celle'], 'Region@empty': true,
  });
});

it('filters are kept by attribute and operator, whatever the attribute is called', () => {
  const filters = [{ attribute: 'a@b', operator: 'eq' as const, value: 1 }, { attribute: 'City', operator: 'empty' as const, value: true }];
  expect(valuesOf(filters)).toEqual({ 'a@b@eq': 1, 'City@empty': true });
  expect(filtersOf({ ...valuesOf(filters), q: 'words' })).toEqual(filters);
  expect(having({ warehouse: 'A', item: 3 })).toEqual({ 'warehouse@eq': 'A', 'item@eq': 3 });
});

it('a view may ask whether there is a value in three ways, and by any operator', () => {
  expect(filterOfView({ Sent: { isnull: false }, Due: { isnull: true }, Freight: { ge: 1, lt: 5 } })).toEqual({ 'Sent@empty': false, 'Due@empty': true, 'Freight@ge': 1, 'Freight@lt': 5 });
});

it('values that have commas or quotes are written so that they are read again', () => {
  for (const values of [['Bonn', 'Celle'], ['Berlin, Mitte', 'Bonn'], ['a "b"', ',', 'c']]) expect(valuesIn(listOfValues(values))).toEqual(values);
});
