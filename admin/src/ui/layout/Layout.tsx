import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useLocaleState, useTranslate } from 'ra-core';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ENDED } from '../../core/auth';
import { ErrorBoundary } from '../ErrorBoundary';
import { useCatalog } from '../catalog';
import { paths } from '../paths';
import { Banner } from './Banner';
import { GoTo } from './GoTo';
import { useKeys } from './keys';
import { SideMenu } from './SideMenu';
import { TopBar } from './TopBar';
import { useReloadNotice } from './useReloadNotice';

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })));
const KeyList = lazy(() => import('./KeyList').then((module) => ({ default: module.KeyList })));

const ConfigErrorPage = lazy(() => import('../../pages/ConfigErrorPage').then((module) => ({ default: module.ConfigErrorPage })));

const WIDTH = 232;

/** With icons or numbers beside the names. */
const WIDE = 264;

/** The frame of every page: the bar, the menu, and the one main landmark. */
export const Layout = ({ children }: { children: ReactNode }) => {
  const translate = useTranslate();
  const isWide = useMediaQuery('(min-width:900px)');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const { config } = useCatalog();
  const hasMore = config.settings.menuCounts === true || config.resources.some(({ icon }) => icon !== undefined);
  // What is open when a file is broken stays open, with what is entered there.
  const [isRefused, setRefused] = useState(config.isOutdated && !config.isEarlier);
  if (isRefused && !config.isOutdated) setRefused(false);
  const [locale] = useLocaleState();
  useReloadNotice();
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useEffect(() => setMenuOpen(false), [pathname]);
  useEffect(() => {
    const leave = () => void navigate(paths.login);
    addEventListener(ENDED, leave);
    return () => removeEventListener(ENDED, leave);
  }, [navigate]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPaletteOpen(true);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  useKeys((event) => {
    if (event.key === '?') setHelpOpen(true);
    if (event.key !== '/') return;
    const search = document.querySelector<HTMLInputElement>('[data-search]');
    if (search === null) return;
    event.preventDefault();
    search.focus();
  });
  return (
    <Box sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column' }}>
      <Box component="a" href="#content" className="skip-link" onClick={(event: React.MouseEvent) => {
        event.preventDefault();
        document.getElementById('content')?.focus();
      }}>{translate('app.skip')}</Box>
      <TopBar onMenu={() => setMenuOpen(true)} onSearch={() => setPaletteOpen(true)} isWide={isWide} />
      <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
        {isWide ? (
          <Box component="nav" aria-label={translate('app.menu')} sx={{ width: hasMore ? WIDE : WIDTH, flex: 'none', borderRight: 1, borderColor: 'divider', bgcolor: 'background.paper', position: 'sticky', top: 56, height: 'calc(100vh - 56px)', overflowY: 'auto' }}>
            <SideMenu />
          </Box>
        ) : (
          <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} slotProps={{ paper: { component: 'nav', 'aria-label': translate('app.menu'), sx: { width: 280 } } as object }}>
            <SideMenu />
          </Drawer>
        )}
        <Box component="main" id="content" data-resource={decodeURIComponent(pathname.split('/')[1] ?? '')} tabIndex={-1} sx={{ flex: 1, minWidth: 0, px: { xs: 1.5, sm: 3 }, py: { xs: 2, sm: 3 }, outline: 'none', maxWidth: 1600 }}>
          {!isRefused && <Banner />}
          <ErrorBoundary key={pathname.replace(/(\/show)\/.*$/, '$1')}>
            <Suspense>{isRefused ? <ConfigErrorPage goOn={() => setRefused(false)} /> : children}</Suspense>
          </ErrorBoundary>
        </Box>
      </Box>
      <GoTo />
      <Suspense>
        {isPaletteOpen && <Palette onClose={() => setPaletteOpen(false)} />}
        {isHelpOpen && <KeyList onClose={() => setHelpOpen(false)} />}
      </Suspense>
    </Box>
  );
};
