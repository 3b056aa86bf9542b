import { expect, test } from 'vitest';
import { inlines, markdown } from './markdown';

test('a text is taken apart into its blocks', () => {
  expect(markdown('# Title\n\nOne\nparagraph\n\n- a\n- b\n  more\n\n1. x\n\n> said\n\n---\n```\n<b>\n```')).toEqual([
    { kind: 'heading', level: 1, children: ['Title'] },
    { kind: 'paragraph', children: ['One\nparagraph'] },
    { kind: 'list', isOrdered: false, items: [[{ kind: 'paragraph', children: ['a'] }], [{ kind: 'paragraph', children: ['b\nmore'] }]] },
    { kind: 'list', isOrdered: true, items: [[{ kind: 'paragraph', children: ['x'] }]] },
    { kind: 'quote', children: [{ kind: 'paragraph', children: ['said'] }] },
    { kind: 'rule' },
    { kind: 'code', text: '<b>' },
  ]);
});

test('emphasis, code and links stand in lines', () => {
  expect(inlines('**bold _and_** `x*y` [here](https://example.org) \\*')).toEqual([
    { kind: 'strong', children: ['bold ', { kind: 'em', children: ['and'] }] },
    ' ',
    { kind: 'code', text: 'x*y' },
    ' ',
    { kind: 'link', address: 'https://example.org', children: ['here'] },
    ' *',
  ]);
  expect(inlines('snake_case_name and 2 * 3 * 4')).toEqual(['snake_case_name and 2 * 3 * 4']);
});

test('HTML is the text it is', () => {
  expect(markdown('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'paragraph', children: ['<img src=x onerror=alert(1)>'] }]);
});

test('a text of any shape ends', () => {
  const deep = markdown(`${'> '.repeat(500)}x`);
  expect(JSON.stringify(deep).length).toBeLessThan(5_000);
  const began = Date.now();
  markdown('*'.repeat(3_000) + '_'.repeat(3_000) + '['.repeat(3_000) + '`'.repeat(3_000));
  expect(Date.now() - began).toBeLessThan(1_000);
});
