import { expect, test } from 'vitest';
import { forgetLists } from './session';

const storage = (): Storage => {
  const values = new Map<string, string>();
  return { getItem: (name: string) => values.get(name) ?? null, setItem: (name: string, value: string) => values.set(name, value) } as unknown as Storage;
};

test('where one was in lists is forgotten when a session begins, and only then', () => {
  const session = storage();
  const removed: string[] = [];
  const forget = () => forgetLists(() => ({ 'Order.listParams': {}, 'Order.selectedIds': [], 'columns.Order': [], 'views.Order': [] }), (name) => removed.push(name), session);
  forget();
  expect(removed).toEqual(['Order.listParams', 'Order.selectedIds']);
  forget();
  expect(removed).toHaveLength(2);
});
