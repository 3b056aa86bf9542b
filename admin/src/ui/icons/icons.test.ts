import { expect, it } from 'vitest';
import schema from '../../../../runtime/src/admin/admin.schema.json';
import { NAMES } from './DrawnIcon';

it('draws the icons that the schema names', () => {
  expect(NAMES).toEqual(schema.definitions.icon.anyOf[0]?.enum);
});
