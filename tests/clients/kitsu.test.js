/** kitsu: <https://github.com/wopian/kitsu>. Types and paths as they are: `pluralize` and the change of case are for servers that have both. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Kitsu from 'kitsu';
import { API, refusal } from './api.js';

const api = new Kitsu({ baseURL: API, pluralize: false, camelCaseTypes: false, resourceCase: 'none' });

test('lists, with the number of all', async () => {
  const { data, meta, links } = await api.get('Region');
  assert.deepEqual(data.map((region) => region.RegionDescription), ['Eastern', 'Western', 'Northern', 'Southern']);
  assert.equal(meta.total, 4);
  assert.equal(links.next, null);
});

test('gets one, and what it includes', async () => {
  const { data } = await api.get('Order/10643', { params: { include: 'Customer,OrderDetailList.Product' } });
  assert.equal(data.id, '10643');
  assert.equal(data.Customer.data.CompanyName, 'Alfreds Futterkiste');
  assert.deepEqual(data.OrderDetailList.data.map((item) => item.Product.data.ProductName).sort(), ['Chartreuse verte', 'Rössle Sauerkraut', 'Spegesild']);
});

test('filters, sorts, trims', async () => {
  const { data } = await api.get('Customer', {
    params: { filter: { Country: 'Germany', CompanyName: { contains: 'en' } }, sort: '-City,CompanyName', fields: { Customer: 'CompanyName,City' } },
  });
  const cities = data.map((customer) => customer.City);
  assert.deepEqual(cities, ['Münster', 'München', 'Mannheim', 'Leipzig', 'Köln', 'Brandenburg', 'Aachen']);
  assert.ok(data.every((customer) => customer.CompanyName.includes('en') && customer.ContactName === undefined));
});

test('pages by number and by offset', async () => {
  const byNumber = await api.get('Territory', { params: { page: { number: 2, size: 10 }, sort: 'id' } });
  const byOffset = await api.get('Territory', { params: { page: { offset: 10, limit: 10 }, sort: 'id' } });
  assert.equal(byNumber.data.length, 10);
  assert.equal(byNumber.meta.total, 53);
  assert.deepEqual(byNumber.data.map((each) => each.id), byOffset.data.map((each) => each.id));
  const first = await api.get('Territory', { params: { page: { limit: 10 }, sort: 'id' } });
  assert.ok(first.data[9].id < byOffset.data[0].id);
});

test('creates, updates, moves to another parent, deletes', async () => {
  const { data: created } = await api.create('Territory', { Id: '00001', TerritoryDescription: 'Basel', Region: { data: { type: 'Region', id: '1' } } });
  assert.equal(created.id, '00001');
  assert.equal(created.RegionId, 1);

  const { data: updated } = await api.update('Territory', { id: '00001', TerritoryDescription: 'Bâle' });
  assert.equal(updated.TerritoryDescription, 'Bâle');

  await api.update('Territory', { id: '00001', Region: { data: { type: 'Region', id: '2' } } });
  const { data: region } = await api.get('Territory/00001/Region');
  assert.equal(region.RegionDescription, 'Western');
  const { data: linkage } = await api.get('Territory/00001/relationships/Region');
  assert.deepEqual([linkage.type, linkage.id], ['Region', '2']);

  await api.remove('Territory', '00001');
  const error = await refusal(api.get('Territory/00001'));
  assert.equal(error.errors[0].status, '404');
});

test('shows an error where it is', async () => {
  const error = await refusal(api.create('Region', { RegionDescription: 7, Population: 7 }));
  assert.equal(error.response.status, 422);
  assert.deepEqual(error.errors.map((each) => each.source.pointer).sort(), ['/data/attributes/Population', '/data/attributes/RegionDescription']);
});
