import { expect, test } from 'vitest';
import { forgetLists } from './session';
import { storage } from '../../test/samples';

test('where one was in lists is forgotten when a session begins, and only then', () => {
  const session = storage();
  const removed: string[] = [];
  const forget = () => forgetLists(() => ({ 'Order.listParams': {}, 'Order.selectedIds': [], 'columns.Order': [], 'views.Order': [] }), (name) => removed.push(name), session);
  forget();
  expect(removed).toEqual(['Order.listParams', 'Order.selectedIds']);
  forget();
  expect(removed).toHaveLength(2);
});
