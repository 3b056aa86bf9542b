import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { useTranslate } from 'ra-core';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { lettersOf } from '../../core/letters';
import { useCatalog } from '../catalog';
import { appPages, hasSettings } from './appPages';
import { useKeys } from './keys';
import { paths } from '../paths';

/** How long a second key is waited for. */
const WAIT = 5_000;

/** After `g` a letter leads to a page; which one, is shown meanwhile. */
export const GoTo = () => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const catalog = useCatalog();
  const [isOpen, setOpen] = useState(false);
  const letters = useMemo(() => {
    const { config } = catalog;
    const resources = config.menu.flatMap((entry) => (typeof entry === 'string' ? [entry] : entry.items)).flatMap((name) => catalog.find(name) ?? []);
    return lettersOf([
      { name: translate('app.home'), to: paths.home, weight: 100 },
      // Those with the most related rows are gone to most.
      ...resources.map((resource) => ({ name: resource.labelPlural, to: paths.list(resource), weight: resource.tabs.length })),
      ...appPages(config).map(({ label, to }) => ({ name: translate(label), to, weight: 1 })),
      ...(hasSettings(config) ? [{ name: translate('app.settings'), to: paths.settings, weight: 1 }] : []),
    ]);
  }, [catalog, translate]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setTimeout(() => setOpen(false), WAIT);
    return () => clearTimeout(timer);
  }, [isOpen]);
  useKeys((event) => {
    if (!isOpen) {
      if (event.key === 'g') setOpen(true);
      return;
    }
    setOpen(false);
    const target = letters.find(([letter]) => letter === event.key.toLowerCase())?.[1];
    if (target === undefined) return;
    // It is no shortcut of the page that is left.
    event.stopImmediatePropagation();
    void navigate(target.to);
  }, true);
  if (!isOpen) return null;
  return (
    <Paper role="status" elevation={8} sx={{ position: 'fixed', bottom: 24, left: '50%', transform: 'translateX(-50%)', zIndex: 'snackbar', p: 2, border: 1, borderColor: 'divider', width: 'min(720px, calc(100vw - 32px))' }}>
      <Box sx={{ fontWeight: 650, mb: 1 }}>{translate('app.keys.go')}</Box>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))', columnGap: 2, rowGap: 0.5, fontSize: '0.875rem' }}>
        {letters.map(([letter, { name }]) => (
          <Box key={letter} sx={{ display: 'flex', gap: 1, alignItems: 'baseline' }}>
            <Box component="dt"><Box component="kbd" sx={{ fontFamily: 'inherit', fontWeight: 650, border: 1, borderColor: 'divider', borderRadius: 0.5, display: 'inline-block', minWidth: 24, textAlign: 'center' }}>{letter}</Box></Box>
            <Box component="dd" sx={{ m: 0 }}>{name}</Box>
          </Box>
        ))}
      </Box>
    </Paper>
  );
};
