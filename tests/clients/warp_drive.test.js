/**
 * WarpDrive, which was Ember Data: <https://warp-drive.io>. Its store, cache and request builders, without Ember; Node takes the
 * build that is made for no bundler (`--conditions=unpkg`).
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheKeyFor, useRecommendedStore } from '@warp-drive/core';
import { setupSignals } from '@warp-drive/core/configure';
import { checkout, withDefaults } from '@warp-drive/core/reactive';
import { JSONAPICache } from '@warp-drive/json-api';
import { createRecord, deleteRecord, findRecord, query, serializePatch, serializeResources, updateRecord } from '@warp-drive/utilities/json-api';
import { ORIGIN, refusal } from './api.js';

// What a framework gives: here nothing is drawn, so nothing has to be told of changes.
setupSignals(() => ({ createSignal: () => ({}), consumeSignal: () => {}, notifySignal: () => {}, createMemo: (_object, _key, compute) => compute, willSyncFlushWatchers: () => false }));

const field = (name) => ({ kind: 'field', name });
const one = (name, type, inverse) => ({ kind: 'belongsTo', name, type, options: { async: false, inverse, linksMode: true } });
const many = (name, type, inverse) => ({ kind: 'hasMany', name, type, options: { async: false, inverse, linksMode: true } });

// Links are relative, and a browser resolves them against the page's address.
const inPage = { request: ({ request }, next) => next({ ...request, url: new URL(request.url, ORIGIN).href }) };

const Store = useRecommendedStore({
  cache: JSONAPICache,
  handlers: [inPage],
  schemas: [
    withDefaults({ type: 'Region', fields: [field('RegionDescription'), many('TerritoryList', 'Territory', 'Region')] }),
    withDefaults({ type: 'Territory', fields: [field('TerritoryDescription'), field('Id'), field('RegionId'), one('Region', 'Region', 'TerritoryList')] }),
    withDefaults({ type: 'Customer', fields: [field('CompanyName'), field('City'), field('Country'), many('OrderList', 'Order', 'Customer')] }),
    withDefaults({ type: 'Order', fields: [field('OrderDate'), field('AmountTotal'), one('Customer', 'Customer', 'OrderList'), many('OrderDetailList', 'OrderDetail', 'Order')] }),
    withDefaults({ type: 'OrderDetail', fields: [field('Quantity'), one('Order', 'Order', 'OrderDetailList'), one('Product', 'Product', null)] }),
    withDefaults({ type: 'Product', fields: [field('ProductName')] }),
  ],
});
const store = new Store();

/** The paths of types are their names; the builders' own are plurals. */
const at = (resourcePath) => ({ host: ORIGIN, namespace: 'api', resourcePath, reload: true });

/** A request that has the documents of its resources, as the builders leave it to applications. */
const written = (request, document) => ({ ...request, headers: typed(request.headers), body: JSON.stringify(document) });

const typed = (headers) => {
  headers.set('Content-Type', 'application/vnd.api+json');
  return headers;
};

test('lists, with the number of all', async () => {
  const { content } = await store.request(query('Region', {}, at('Region')));
  assert.deepEqual(content.data.map((region) => region.RegionDescription), ['Eastern', 'Western', 'Northern', 'Southern']);
  assert.equal(content.meta.total, 4);
});

test('gets one, and what it includes', async () => {
  const { content } = await store.request(findRecord('Order', '10643', { ...at('Order'), include: ['Customer', 'OrderDetailList.Product'] }));
  const order = content.data;
  assert.equal(order.Customer.CompanyName, 'Alfreds Futterkiste');
  assert.deepEqual([...order.OrderDetailList].map((item) => item.Product.ProductName).sort(), ['Chartreuse verte', 'Rössle Sauerkraut', 'Spegesild']);
});

test('filters, sorts, trims, pages by links', async () => {
  const asked = { 'filter[Country]': 'Germany', sort: 'City', 'page[size]': 5, 'page[number]': 1, 'fields[Customer]': ['City', 'Country'] };
  const { content: first } = await store.request(query('Customer', asked, at('Customer')));
  assert.equal(first.meta.total, 11);
  const second = await first.next();
  const third = await second.next();
  assert.equal(await third.next(), null);
  const cities = [first, second, third].flatMap((page) => page.data.map((customer) => customer.City));
  assert.equal(cities.length, 11);
  assert.deepEqual(cities, cities.toSorted());
});

test('creates, updates, moves to another parent, deletes', async () => {
  await store.request(query('Region', {}, at('Region')));
  const created = store.createRecord('Territory', { Id: '00005', TerritoryDescription: 'Basel', Region: store.peekRecord('Region', '1') });
  const creation = createRecord(created, at('Territory'));
  const { content } = await store.request(written(creation, serializeResources(store.cache, cacheKeyFor(created))));
  assert.equal(content.data.id, '00005');
  assert.equal(content.data.RegionId, 1);

  const editable = await checkout(content.data);
  editable.TerritoryDescription = 'Bâle';
  const change = updateRecord(editable, { ...at('Territory'), patch: true });
  await store.request(written(change, serializePatch(store.cache, cacheKeyFor(editable))));
  assert.equal(store.peekRecord('Territory', '00005').TerritoryDescription, 'Bâle');

  // WarpDrive has no builder for relationships: an application names the address that the resource links to.
  const move = { url: `${ORIGIN}/api/Territory/00005/relationships/Region`, method: 'PATCH', headers: typed(new Headers()), body: JSON.stringify({ data: { type: 'Region', id: '2' } }) };
  await store.requestManager.request(move);
  const { content: moved } = await store.request(findRecord('Territory', '00005', { ...at('Territory'), include: ['Region'] }));
  assert.equal(moved.data.Region.RegionDescription, 'Western');

  store.deleteRecord(moved.data);
  await store.request(deleteRecord(moved.data, at('Territory')));
  const error = await refusal(store.request(findRecord('Territory', '00005', at('Territory'))));
  assert.equal(error.status, 404);
});

test('shows an error where it is', async () => {
  const region = store.createRecord('Region', { RegionDescription: null });
  const request = written(createRecord(region, at('Region')), serializeResources(store.cache, cacheKeyFor(region)));
  const error = await refusal(store.request(request));
  assert.equal(error.status, 422);
  assert.deepEqual(error.content.errors.map((each) => each.source.pointer), ['/data/attributes/RegionDescription']);
});
