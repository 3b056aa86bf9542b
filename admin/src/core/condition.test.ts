import { describe, expect, it } from 'vitest';
import cases from '../../test/conditions.json';
import { ConditionError, holds, parseCondition, showCondition } from './condition';
import type { Mode } from './config';

// The same table is held against the server's parser, in runtime/src/admin/condition.rs.
describe('the grammar is that of the server', () => {
  it.each(cases.parsed)('$text', ({ text, tree }) => {
    expect(showCondition(parseCondition(text))).toBe(tree);
  });

  it.each(cases.refused)('refuses $text', ({ text, position, message }) => {
    let error: unknown;
    try {
      parseCondition(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ConditionError);
    expect(error).toMatchObject({ position, message });
  });
});

interface ValueCase {
  text: string;
  record: Record<string, unknown>;
  value: boolean;
  mode?: string;
  roles?: string[];
}

describe('what a condition says of a row', () => {
  it.each(cases.values as ValueCase[])('$text', ({ text, record, value, mode, roles }) => {
    expect(holds(text, { record, mode: (mode ?? 'show') as Mode, ...(roles === undefined ? {} : { roles }) })).toBe(value);
  });

  it('holds where it is not understood, so that nothing disappears by a mistake', () => {
    expect(holds('alert(1)', { record: {}, mode: 'show' })).toBe(true);
  });
});
