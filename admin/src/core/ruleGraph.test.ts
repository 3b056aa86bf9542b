import { expect, it } from 'vitest';
import type { Rule } from './pages';
import { ruleGraph } from './ruleGraph';

const rule = (kind: string, resource: string, derives: string | null, reads: string[], line: number): Rule => ({ kind, resource, derives, reads, text: '', file: 'src/rules.rs', line });
const RULES = [
  rule('sum', 'Order', 'Customer.Balance', ['Order.AmountTotal', 'Order.ShippedDate'], 1),
  rule('sum', 'OrderDetail', 'Order.AmountTotal', ['OrderDetail.Amount'], 2),
  rule('formula', 'OrderDetail', 'OrderDetail.Amount', ['OrderDetail.UnitPrice', 'OrderDetail.Quantity'], 3),
  rule('constraint', 'Customer', null, ['Customer.Balance', 'Customer.CreditLimit'], 4),
  rule('count', 'Order', 'Customer.OrderCount', [], 5),
];
const linksOf = (name: string) => ruleGraph(RULES, name).links.map(({ from, to }) => `${from} > ${to}`);

it('of an attribute: all that leads to it, and all that follows from it', () => {
  expect(linksOf('Order.AmountTotal')).toEqual([
    'OrderDetail.Amount > Order.AmountTotal',
    'OrderDetail.UnitPrice > OrderDetail.Amount',
    'OrderDetail.Quantity > OrderDetail.Amount',
    'Order.AmountTotal > Customer.Balance',
    'Customer.Balance > src/rules.rs:4',
  ]);
});

it('of a resource: what its own rules read', () => {
  expect(linksOf('Customer')).toEqual(['Order.AmountTotal > Customer.Balance', 'Order.ShippedDate > Customer.Balance', 'Customer.Balance > src/rules.rs:4', 'Customer.CreditLimit > src/rules.rs:4']);
});

it('tells what a rule derives from what people enter, and from what is judged', () => {
  const nodes = new Map(ruleGraph(RULES, '').nodes.map((node) => [node.id, node]));
  expect(nodes.get('Customer.Balance')).toEqual({ id: 'Customer.Balance', resource: 'Customer', attribute: 'Balance', kind: 'sum' });
  expect(nodes.get('OrderDetail.Quantity')).toEqual({ id: 'OrderDetail.Quantity', resource: 'OrderDetail', attribute: 'Quantity' });
  expect(nodes.get('src/rules.rs:4')).toEqual({ id: 'src/rules.rs:4', resource: 'Customer', kind: 'constraint' });
});

it('ends where rules lead back to themselves', () => {
  const circle = [rule('formula', 'Part', 'Part.Cost', ['Part.Cost', 'Part.Price'], 1)];
  expect(ruleGraph(circle, 'Part.Cost').links).toHaveLength(2);
});
