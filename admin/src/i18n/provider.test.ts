import { expect, it } from 'vitest';
import { LANGUAGES, offered } from './provider';

it('a configuration offers some of the languages', () => {
  expect(offered(['fr-CH']).map(({ locale }) => locale)).toEqual(['fr']);
  expect(offered(['de'])).toEqual(LANGUAGES);
  expect(offered(undefined)).toEqual(LANGUAGES);
});
