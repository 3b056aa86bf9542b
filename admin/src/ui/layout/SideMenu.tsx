import AccountTreeIcon from '@mui/icons-material/AccountTreeOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import HomeIcon from '@mui/icons-material/HomeOutlined';
import RuleIcon from '@mui/icons-material/FunctionsOutlined';
import Box from '@mui/material/Box';
import type { Theme } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { MenuEntry } from '../../core/config';
import { useCatalog } from '../catalog';
import { Icon } from '../icons/Icon';
import { paths } from '../paths';
import { appPages } from './appPages';
import { useMenuCounts } from './useMenuCounts';

const ICONS = { diagram: AccountTreeIcon, rules: RuleIcon, audit: HistoryIcon };

/** From how many entries on the menu can be filtered. */
const MANY = 15;

/** The resources, as the configuration groups them, and the pages of the app itself. */
export const SideMenu = () => {
  const translate = useTranslate();
  const catalog = useCatalog();
  const { menu } = catalog.config;
  const { pathname } = useLocation();
  const [text, setText] = useState('');
  const names = menu.flatMap((entry) => (typeof entry === 'string' ? [entry] : entry.items));
  const matches = (name: string) => catalog.find(name)?.labelPlural.toLowerCase().includes(text.trim().toLowerCase()) === true;
  // Where some have an icon, the others have the room for one.
  const hasIcons = names.some((name) => catalog.find(name)?.icon !== undefined);
  const counts = useMenuCounts();
  const current = resourceAt(pathname);
  const all = useRef<HTMLDivElement>(null);
  useEffect(() => bringIntoSight(all.current?.querySelector('[aria-current=page]')), [current]);
  const item = (name: string) => {
    const resource = catalog.find(name);
    return resource === undefined || !matches(name) ? null : <Item key={name} to={paths.list(resource)} isCurrent={name === current} icon={hasIcons ? resource.icon ?? '' : undefined} count={counts?.(resource)}>{resource.labelPlural}</Item>;
  };
  return (
    <Box ref={all} sx={ENTRIES}>
      <ul>
        <Item to={paths.home} isCurrent={pathname === paths.home} icon={<HomeIcon fontSize="small" />}>{translate('app.home')}</Item>
        {appPages(catalog.config).map(({ name, label, to }) => {
          const Icon = ICONS[name];
          return <Item key={name} to={to} isCurrent={`${pathname}/`.startsWith(`${to}/`)} icon={<Icon fontSize="small" />}>{translate(label)}</Item>;
        })}
      </ul>
      <Box sx={{ borderTop: 1, borderColor: 'divider', my: 1 }} />
      {names.length > MANY && (
        <TextField value={text} onChange={(event) => setText(event.target.value)} placeholder={translate('app.filter_menu')} sx={{ mb: 1 }} slotProps={{ htmlInput: { 'aria-label': translate('app.filter_menu') } }} />
      )}
      {menu.some((entry) => typeof entry === 'string') && <ul>{menu.map((entry) => (typeof entry === 'string' ? item(entry) : null))}</ul>}
      {menu.map((entry) => <Section key={typeof entry === 'string' ? entry : entry.group} entry={entry} item={item} />)}
    </Box>
  );
};

const resourceAt = (pathname: string): string | undefined => {
  const [, name = ''] = pathname.split('/');
  return name === '' ? undefined : decodeURIComponent(name);
};

/** Scrolls the menu, and nothing else, to an entry that is out of sight. */
const bringIntoSight = (entry: Element | null | undefined): void => {
  const frame = entry?.closest('nav');
  if (entry === null || entry === undefined || frame === null || frame === undefined) return;
  const [inner, outer] = [entry.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) frame.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
};

/** How all entries look, said once: there may be a thousand of them. What is out of sight is there for keys, screen readers and the browser's search, but not drawn. */
const ENTRIES = {
  p: 1,
  '& ul': { listStyle: 'none', m: 0, p: 0 },
  '& li': { contentVisibility: 'auto', containIntrinsicSize: 'auto 34px' },
  '& a': { display: 'flex', alignItems: 'center', gap: 1, px: 1.5, minHeight: 34, py: 0.5, lineHeight: 1.3, borderRadius: 1, color: 'text.primary', textDecoration: 'none', fontSize: '0.875rem' },
  '& a:hover': { bgcolor: 'action.hover' },
  // Nothing is drawn outside of an entry.
  '& a:focus-visible': { outlineOffset: '-2px' },
  // Bolder letters would break long names elsewhere.
  '& a[aria-current]': { bgcolor: 'action.selected', color: 'primary.main', boxShadow: (theme: Theme) => `inset 3px 0 0 ${theme.palette.primary.main}` },
  '& a > small': { ml: 'auto', flex: 'none', color: 'text.secondary', fontSize: '0.75rem', fontVariantNumeric: 'tabular-nums' },
} as const;

const Section = ({ entry, item }: { entry: MenuEntry; item: (name: string) => ReactNode }) => {
  if (typeof entry === 'string') return null;
  const items = entry.items.map(item).filter((each) => each !== null);
  if (items.length === 0) return null;
  return (
    <Box sx={{ mt: 1.5 }}>
      <Box component="h2" sx={{ m: 0, px: 1.5, py: 0.5, fontSize: '0.75rem', fontWeight: 650, color: 'text.secondary', display: 'flex', alignItems: 'center', gap: 1 }}>{entry.icon !== undefined && <Icon name={entry.icon} />}{entry.group}</Box>
      <ul>{items}</ul>
    </Box>
  );
};

/** With an icon by its name, empty for the room of one. */
const Item = memo(({ to, isCurrent, icon, count, children }: { to: string; isCurrent: boolean; icon?: ReactNode; count?: string | undefined; children: ReactNode }) => (
  <li>
    <Link to={to} aria-current={isCurrent ? 'page' : undefined}>
      {typeof icon === 'string' ? <Icon name={icon === '' ? undefined : icon} /> : icon}
      {children}
      {count !== undefined && <small>{count}</small>}
    </Link>
  </li>
));
