/** devour-client: <https://github.com/devour-js/devour-client>. Its models say attributes and relationships; names stay as they are. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import JsonApi from 'devour-client';
import { API, refusal } from './api.js';

const api = new JsonApi({ apiUrl: API, pluralize: false, logger: false });
const one = (type) => ({ jsonApi: 'hasOne', type });
const many = (type) => ({ jsonApi: 'hasMany', type });

api.define('Region', { Id: 0, RegionDescription: '', TerritoryList: many('Territory') }, { readOnly: ['TerritoryList'] });
api.define('Territory', { Id: '', TerritoryDescription: '', RegionId: 0, Region: one('Region') });
api.define('Customer', { CompanyName: '', City: '', Country: '', OrderList: many('Order') });
api.define('Order', { OrderDate: '', AmountTotal: 0, Customer: one('Customer'), OrderDetailList: many('OrderDetail') });
api.define('OrderDetail', { Quantity: 0, Product: one('Product') });
api.define('Product', { ProductName: '' });

test('lists, with the number of all', async () => {
  const { data, meta } = await api.findAll('Region');
  assert.deepEqual(data.map((region) => region.RegionDescription), ['Eastern', 'Western', 'Northern', 'Southern']);
  assert.equal(meta.total, 4);
});

test('gets one, and what it includes', async () => {
  const { data } = await api.find('Order', 10643, { include: 'Customer,OrderDetailList.Product' });
  assert.equal(data.Customer.CompanyName, 'Alfreds Futterkiste');
  assert.deepEqual(data.OrderDetailList.map((item) => item.Product.ProductName).sort(), ['Chartreuse verte', 'Rössle Sauerkraut', 'Spegesild']);
});

test('gets related ones', async () => {
  const { data } = await api.one('Customer', 'ALFKI').all('OrderList').get({ 'page[limit]': 2, sort: '-OrderDate' });
  assert.equal(data.length, 2);
  assert.ok(data[0].OrderDate >= data[1].OrderDate);
});

test('filters, sorts, pages', async () => {
  const { data, meta } = await api.findAll('Customer', { filter: { Country: 'Germany' }, sort: 'City', page: { number: 2, size: 5 } });
  assert.equal(meta.total, 11);
  assert.equal(data.length, 5);
  const cities = data.map((customer) => customer.City);
  assert.deepEqual(cities, cities.toSorted());
  assert.ok(data.every((customer) => customer.Country === 'Germany'));
});

test('creates, updates, moves to another parent, deletes', async () => {
  const { data: created } = await api.create('Territory', { Id: '00002', TerritoryDescription: 'Basel', Region: { id: '1' } });
  assert.equal(created.id, '00002');
  assert.equal(created.RegionId, 1);

  const { data: updated } = await api.update('Territory', { id: '00002', TerritoryDescription: 'Bâle' });
  assert.equal(updated.TerritoryDescription, 'Bâle');

  await api.one('Territory', '00002').relationships('Region').patch({ id: '2' });
  const { data: moved } = await api.find('Territory', '00002', { include: 'Region' });
  assert.equal(moved.Region.RegionDescription, 'Western');

  await api.destroy('Territory', '00002');
  const errors = await refusal(api.find('Territory', '00002'));
  assert.equal(errors[0].title, 'there is no `Territory` with the id `00002`');
});

test('adds to a list of related ones', async () => {
  await api.create('Territory', { Id: '00003', TerritoryDescription: 'Chur', Region: { id: '1' } });
  await api.one('Region', 3).relationships('TerritoryList').post([{ id: '00003' }]);
  const { data } = await api.find('Territory', '00003');
  assert.equal(data.RegionId, 3);
});

test('shows an error where it is', async () => {
  const errors = await refusal(api.create('Region', { RegionDescription: null }));
  assert.deepEqual(Object.keys(errors), ['RegionDescription']);
  assert.match(errors.RegionDescription.title, /null/);
});
