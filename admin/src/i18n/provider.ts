/** The languages of the app: English at once, others when somebody chooses them. */

import type { I18nProvider } from 'ra-core';
import english from 'ra-language-english';
import polyglot from 'ra-i18n-polyglot';
import { en } from './en';

export const LANGUAGES = [
  { locale: 'en', name: 'English' },
  { locale: 'fr', name: 'Français' },
];

const messages = async (locale: string) => {
  if (locale !== 'fr') return { ...english, ...en };
  // What react-admin itself says is English there: hardly any of it is ever seen.
  const { fr } = await import('./fr');
  return { ...english, ...fr };
};

/** The language to begin with: the configured, or else the browser's, if the app knows it. */
export const firstLanguage = (configured: string | undefined): string => {
  const wanted = [configured, ...navigator.languages].filter((each) => each !== undefined);
  const known = wanted.map((each) => each.split('-')[0]).find((each) => LANGUAGES.some(({ locale }) => locale === each));
  return known ?? 'en';
};

/** Those of the languages that the configuration offers; all if it offers none of them. */
export const offered = (locales: string[] = []) => {
  const wanted = LANGUAGES.filter(({ locale }) => locales.some((each) => each.split('-')[0] === locale));
  return wanted.length === 0 ? LANGUAGES : wanted;
};

export const i18nProvider = async (language: string, locales?: string[]): Promise<I18nProvider> => {
  const first = await messages(language);
  return polyglot((locale) => (locale === language ? first : messages(locale)) as never, language, offered(locales), {
    allowMissing: true,
    onMissingKey: (key: string) => key,
  });
};
