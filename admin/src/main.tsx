/** The beginning: the configuration, then the app of it. */

import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { appName, loadConfig } from './core/config';
import { firstLanguage, i18nProvider } from './i18n/provider';
import { tellCutTexts } from './ui/cutTexts';
import './ui/global.css';
import { Reloading } from './ui/Reloading';

const root = document.getElementById('root');

const start = async (): Promise<void> => {
  if (root === null) return;
  const app = appName(location.pathname);
  const loaded = await loadConfig(app);
  if (loaded === undefined) throw new Error('the server gave no configuration');
  const { locale, locales } = loaded.config.settings;
  const i18n = await i18nProvider(firstLanguage(locale ?? locales?.[0]), locales);
  // The policy of the page lets only the holder of its number make styles.
  const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
  const cache = createCache({ key: 'css', prepend: true, ...(nonce === undefined ? {} : { nonce }) });
  createRoot(root).render(
    <StrictMode>
      <CacheProvider value={cache}>
        <Reloading app={app} first={loaded}>{(config) => <App config={config} i18n={i18n} />}</Reloading>
      </CacheProvider>
    </StrictMode>,
  );
};

/** Says that there is no configuration, and why; there is no app yet that could. */
const refuse = async (error: unknown): Promise<void> => {
  if (root === null) return;
  const { translate } = await i18nProvider(firstLanguage(undefined));
  const text = error instanceof TypeError ? translate('app.error.unreachable') : error instanceof Error ? error.message : String(error);
  const place = document.createElement('main');
  place.className = 'first';
  const heading = document.createElement('h1');
  heading.textContent = translate('app.error.config');
  const why = document.createElement('p');
  why.setAttribute('role', 'alert');
  why.textContent = text;
  const again = document.createElement('button');
  again.textContent = translate('app.retry');
  again.addEventListener('click', () => location.reload());
  place.append(heading, why, again);
  document.title = translate('app.error.config');
  root.replaceChildren(place);
};

tellCutTexts();
start().catch(refuse);
