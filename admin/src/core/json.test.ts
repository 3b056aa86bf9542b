import { expect, it } from 'vitest';
import { exactNumber, parse, parseExact, stringify } from './json';

it('numbers that JavaScript can hold are numbers, the others keep their digits as text', () => {
  const read = parse('{"a":12.50,"b":9007199254740993,"c":-0.1,"d":123456789012345.678,"e":1e400,"f":"7","g":"1234567890123456 \\"1e400"}');
  expect(read).toEqual({ a: 12.5, b: '9007199254740993', c: -0.1, d: '123456789012345.678', e: '1e400', f: '7', g: '1234567890123456 "1e400' });
});

it('such a text is written as the number it was', () => {
  const body = { a: exactNumber('12.50'), b: exactNumber('-9007199254740993.5'), c: '9007199254740993' };
  expect(stringify(body)).toBe('{"a":12.5,"b":-9007199254740993.5,"c":"9007199254740993"}');
});

it('a text that is read and written again is the same', () => {
  const text = '{"a":[9007199254740993,1,-0.5],"b":"9007199254740993","c":{"d":1.2345678901234567891,"e":null}}';
  expect(stringify(parseExact(text))).toBe(text);
});
