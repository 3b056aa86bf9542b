/** ra-jsonapi-client, a data provider for react-admin: <https://github.com/henvo/ra-jsonapi-client>. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import provider from 'ra-jsonapi-client';
import { API, refusal } from './api.js';

// The browser's, where the provider looks for a token.
globalThis.localStorage ??= { getItem: () => null };

const ask = provider.default(API);
const LIST = { pagination: { page: 1, perPage: 10 }, sort: { field: 'id', order: 'ASC' }, filter: {} };

test('lists, with the number of all', async () => {
  const { data, total } = await ask('GET_LIST', 'Territory', LIST);
  assert.equal(total, 53);
  assert.equal(data.length, 10);
  assert.equal(data[0].id, data[0].Id);
});

test('pages, sorts, filters', async () => {
  const { data, total } = await ask('GET_LIST', 'Customer', { pagination: { page: 2, perPage: 5 }, sort: { field: 'City', order: 'DESC' }, filter: { Country: 'Germany' } });
  assert.equal(total, 11);
  const cities = data.map((customer) => customer.City);
  assert.equal(cities.length, 5);
  assert.deepEqual(cities, cities.toSorted().toReversed());
});

test('gets one', async () => {
  const { data } = await ask('GET_ONE', 'Order', { id: 10643 });
  assert.equal(data.CustomerId, 'ALFKI');
  assert.equal(data.AmountTotal, 1086);
});

test('gets several by their ids', async () => {
  const { data } = await ask('GET_MANY', 'Customer', { ids: ['ANATR', 'ALFKI'] });
  assert.deepEqual(data.map((customer) => customer.id), ['ALFKI', 'ANATR']);
});

test('gets those that refer to one, its form of an include', async () => {
  const { data, total } = await ask('GET_MANY_REFERENCE', 'Order', { ...LIST, target: 'CustomerId', id: 'ALFKI', sort: { field: 'OrderDate', order: 'DESC' } });
  assert.equal(total, 6);
  assert.ok(data.every((order) => order.CustomerId === 'ALFKI'));
});

test('creates, updates, moves to another parent, deletes', async () => {
  const { data: created } = await ask('CREATE', 'Territory', { data: { Id: '00004', TerritoryDescription: 'Basel', RegionId: 1 } });
  assert.equal(created.id, '00004');
  // What a form sends: all that it was given, with what was edited.
  const { data: updated } = await ask('UPDATE', 'Territory', { id: '00004', data: { ...created, TerritoryDescription: 'Bâle' } });
  assert.equal(updated.TerritoryDescription, 'Bâle');
  const { data: moved } = await ask('UPDATE', 'Territory', { id: '00004', data: { ...updated, RegionId: 2 } });
  assert.equal(moved.RegionId, 2);
  await ask('DELETE', 'Territory', { id: '00004' });
  const error = await refusal(ask('GET_ONE', 'Territory', { id: '00004' }));
  assert.equal(error.status, 404);
});

test('shows an error', async () => {
  const error = await refusal(ask('CREATE', 'Region', { data: { RegionDescription: null } }));
  assert.equal(error.status, 422);
});
