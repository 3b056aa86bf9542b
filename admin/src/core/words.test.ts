import { expect, it } from 'vitest';
import { Catalog, type Config } from './config';
import type { Input } from './pages';
import { inWords } from './words';

const attribute = (name: string, label: string) => ({ name, label });
const catalog = new Catalog({
  resources: [
    { name: 'OrderDetail', type: 'OrderDetail', label: 'Order Detail', attributes: [attribute('UnitPrice', 'Unit Price'), attribute('Quantity', 'Quantity')] },
    { name: 'Product', type: 'Product', label: 'Product', attributes: [attribute('UnitPrice', 'Unit Price')] },
    { name: 'Order', type: 'Order', label: 'Order', attributes: [attribute('shipped_date', 'Shipped'), attribute('Ready', 'Ready')] },
  ],
} as unknown as Config);
const words = { empty: 'is empty', notEmpty: 'has a value', and: 'and', or: 'or', not: 'not', of: (name: string, parent: string) => `${name} of the ${parent}` };
const input = (resource: string, name: string, way: string[] = []): Input => ({ way, resource, id: '1', attribute: name, value: 1, isDerived: false });

it.each([
  ['d.unit_price * d.quantity', 'Unit Price × Quantity'],
  ['d.product.unit_price', 'Unit Price of the Product'],
  ['o.shipped_date.is_none()', 'Shipped is empty'],
  ['!o.ready && o.shipped_date.is_some()', 'not Ready and Shipped has a value'],
  ['dec!(1000)', '1000'],
  // What is not read as a value of the row stays as it is written.
  ['price_of(d.unit_price, today())', 'price_of(Unit Price, today())'],
  ['d.unit_price.round(2)', 'Unit Price.round(2)'],
  ['o.ready != true', 'Ready != true'],
])('%s', (code, text) => {
  const inputs = [
    input('OrderDetail', 'UnitPrice'), input('OrderDetail', 'Quantity'), input('Product', 'UnitPrice', ['product']),
    input('Order', 'shipped_date'), input('Order', 'Ready'),
  ];
  expect(inWords(code, catalog, inputs, words)).toBe(text);
});
