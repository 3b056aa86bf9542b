/** jsona, which reads and writes documents and leaves the requests to others: <https://github.com/olosegres/jsona>. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Jsona } from 'jsona';
import { API } from './api.js';

const jsona = new Jsona();

const ask = async (method, path, body) => {
  const response = await fetch(`${API}/${path}`, { method, headers: { 'Content-Type': 'application/vnd.api+json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return response.json();
};

test('reads what is included, to any depth', async () => {
  const order = jsona.deserialize(await ask('GET', 'Order/10643?include=Customer,OrderDetailList.Product.Category'));
  assert.equal(order.Customer.CompanyName, 'Alfreds Futterkiste');
  assert.equal(order.OrderDetailList.find((item) => item.Product.ProductName === 'Chartreuse verte').Product.Category.CategoryName, 'Beverages');
});

test('what it has read and changed is what it writes', async () => {
  // jsona has the links of a resource among its attributes, where JSON:API forbids them.
  const { links, ...category } = jsona.deserialize(await ask('GET', 'Category/1'));
  assert.equal(links.self, '/api/Category/1');
  category.Description = 'Drinks';
  const written = jsona.deserialize(await ask('PATCH', 'Category/1', jsona.serialize({ stuff: category, includeNames: [] })));
  assert.equal(written.Description, 'Drinks');
});
