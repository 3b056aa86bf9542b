import { expect, it } from 'vitest';
import { Catalog, type Config } from './config';
import { inWords } from './words';

const attribute = (name: string, label: string) => ({ name, label });
const catalog = new Catalog({
  resources: [
    { name: 'OrderDetail', type: 'OrderDetail', label: 'Order Detail', attributes: [attribute('UnitPrice', 'Unit Price'), attribute('Quantity', 'Quantity')], relationships: [{ name: 'Product', to: 'one', resource: 'Product' }] },
    { name: 'Product', type: 'Product', label: 'Product', attributes: [attribute('UnitPrice', 'Unit Price')], relationships: [] },
    { name: 'Order', type: 'Order', label: 'Order', attributes: [attribute('shipped_date', 'Shipped'), attribute('Ready', 'Ready')], relationships: [] },
  ],
} as unknown as Config);
const words = {
  empty: 'is empty', notEmpty: 'has a value', and: 'and', or: 'or', not: 'not',
  of: (name: string, parent: string) => `${name} of the ${parent}`,
  before: (name: string) => `${name} before`,
};

it.each([
  ['OrderDetail', 'd.unit_price * d.quantity', 'Unit Price × Quantity'],
  ['OrderDetail', 'd.product.unit_price', 'Unit Price of the Product'],
  ['OrderDetail', 'd.unit_price >= old.unit_price * dec!(1.2)', 'Unit Price ≥ Unit Price before × 1.2'],
  ['Order', 'o.shipped_date.is_none()', 'Shipped is empty'],
  ['Order', '!o.ready && o.shipped_date.is_some()', 'not Ready and Shipped has a value'],
  ['Order', 'o.ready != true', 'Ready ≠ true'],
  ['Order', 'dec!(1000)', '1000'],
  // What is not read as a value of the row stays as it is written.
  ['OrderDetail', 'price_of(d.unit_price, today())', 'price_of(Unit Price, today())'],
  ['OrderDetail', 'd.unit_price.round(2)', 'Unit Price.round(2)'],
  ['OrderDetail', 'd.parcel.weight', 'd.parcel.weight'],
])('of %s: %s', (type, code, text) => {
  expect(inWords(code, catalog, type, words)).toBe(text);
});
