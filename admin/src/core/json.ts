/** JSON whose numbers keep every digit: what a number of JavaScript cannot hold stays the text it was. */

/** The digits that any number of JavaScript keeps. */
const KEPT_DIGITS = 15;

const isKept = (source: string): boolean => {
  const [mantissa = ''] = source.split(/[eE]/);
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length <= KEPT_DIGITS && Number.isFinite(Number(source));
};

/** A text or a number of JSON. What is in a text is no number. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether there may be a number that is not kept. */
const SUSPECT = /[\d.]{16}|\d[eE][+-]?\d/;

/** Reads a text of JSON. */
export const parse = (text: string): unknown => {
  if (!SUSPECT.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text.replace(TOKENS, (token) => (token.startsWith('"') || isKept(token) ? token : `"${token}"`))) as unknown;
};

/** A number as its digits. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

/** A text of digits as a number of JSON, with all of them; only {@link stringify} writes it. */
export const exactNumber = (digits: string): number | ExactNumber => (isKept(digits) ? Number(digits) : new ExactNumber(digits));

/** The number that a text of digits says, which a server may send of decimals; the text itself if no number keeps it. */
export const numberOf = (text: string): number | string => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && isKept(text) ? Number(text) : text);

/** Reads a text of JSON that is written again: all its numbers keep their digits, as numbers. */
export const parseExact = (text: string): unknown => {
  if (!SUSPECT.test(text)) return JSON.parse(text) as unknown;
  const mark = crypto.randomUUID();
  const marked = text.replace(TOKENS, (token) => (token.startsWith('"') || isKept(token) ? token : `"${mark}${token}"`));
  return JSON.parse(marked, (_key, each: unknown) => (typeof each === 'string' && each.startsWith(mark) ? new ExactNumber(each.slice(mark.length)) : each)) as unknown;
};

/** A value with its large numbers as the texts of their digits. */
export const withTexts = (value: unknown): unknown => {
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTexts(each)]));
};

/** Writes JSON, over several lines if it is to be read by people. */
export const stringify = (value: unknown, indent?: number): string => {
  // Nobody can know it, so that no text of a user's is taken for a number.
  const mark = crypto.randomUUID();
  const text = JSON.stringify(value, (_key, each: unknown) => (each instanceof ExactNumber ? `${mark}${each.digits}` : each), indent);
  return text.replace(new RegExp(`"${mark}(-?[\\d.eE+-]+)"`, 'g'), '$1');
};
