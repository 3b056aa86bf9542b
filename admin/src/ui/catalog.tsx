/** What every component may ask for: the configuration, the formats, and what the user prefers. */

import { useLocaleState, useStore } from 'ra-core';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Catalog, type Resource } from '../core/config';
import { type Formats, formatsOf } from '../core/format';
import { type Row, userKey } from '../core/records';
import type { Density } from './theme';

const CatalogContext = createContext<Catalog | undefined>(undefined);

export const CatalogProvider = ({ catalog, children }: { catalog: Catalog; children: ReactNode }) => (
  <CatalogContext.Provider value={catalog}>{children}</CatalogContext.Provider>
);

export const useCatalog = (): Catalog => {
  const catalog = useContext(CatalogContext);
  if (catalog === undefined) throw new Error('there is no catalog around this component');
  return catalog;
};

export const useFormats = (): Formats => {
  const { config } = useCatalog();
  const [language] = useLocaleState();
  return useMemo(() => formatsOf(config.settings, language), [config, language]);
};

/** The text that a person knows a row by. */
export const useUserKey = (): ((resource: Resource, row: Row | undefined) => string) => {
  const catalog = useCatalog();
  return (resource, row) => userKey(catalog, resource, row);
};

export const useDensity = (): [Density, (density: Density) => void] => {
  const { config } = useCatalog();
  return useStore<Density>('density', config.settings.theme.density ?? 'normal');
};

/** Whether the hints of pages are shown. */
export const useInfoShown = (): [boolean, (shown: boolean) => void] => {
  const { config } = useCatalog();
  return useStore<boolean>('info', config.settings.infoShown);
};
