import AccountTreeIcon from '@mui/icons-material/AccountTreeOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import HomeIcon from '@mui/icons-material/HomeOutlined';
import RuleIcon from '@mui/icons-material/FunctionsOutlined';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { type ReactNode, useState } from 'react';
import { NavLink } from 'react-router';
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
  const [text, setText] = useState('');
  const names = menu.flatMap((entry) => (typeof entry === 'string' ? [entry] : entry.items));
  const matches = (name: string) => catalog.find(name)?.labelPlural.toLowerCase().includes(text.trim().toLowerCase()) === true;
  // Where some have an icon, the others have the room for one.
  const hasIcons = names.some((name) => catalog.find(name)?.icon !== undefined);
  const counts = useMenuCounts();
  const item = (name: string) => {
    const resource = catalog.find(name);
    return resource === undefined || !matches(name) ? null : <Item key={name} to={paths.list(resource)} icon={hasIcons ? <Icon name={resource.icon} /> : undefined} count={counts?.(resource)}>{resource.labelPlural}</Item>;
  };
  return (
    <Box sx={{ p: 1 }}>
      <List>
        <Item to={paths.home} end icon={<HomeIcon fontSize="small" />}>{translate('app.home')}</Item>
        {appPages(catalog.config).map(({ name, label, to }) => {
          const Icon = ICONS[name];
          return <Item key={name} to={to} icon={<Icon fontSize="small" />}>{translate(label)}</Item>;
        })}
      </List>
      <Box sx={{ borderTop: 1, borderColor: 'divider', my: 1 }} />
      {names.length > MANY && (
        <TextField value={text} onChange={(event) => setText(event.target.value)} placeholder={translate('app.filter_menu')} sx={{ mb: 1 }} slotProps={{ htmlInput: { 'aria-label': translate('app.filter_menu') } }} />
      )}
      {menu.some((entry) => typeof entry === 'string') && <List>{menu.map((entry) => (typeof entry === 'string' ? item(entry) : null))}</List>}
      {menu.map((entry) => <Section key={typeof entry === 'string' ? entry : entry.group} entry={entry} item={item} />)}
    </Box>
  );
};

const Section = ({ entry, item }: { entry: MenuEntry; item: (name: string) => ReactNode }) => {
  if (typeof entry === 'string') return null;
  const items = entry.items.map(item).filter((each) => each !== null);
  if (items.length === 0) return null;
  return (
    <Box sx={{ mt: 1.5 }}>
      <Box component="h2" sx={{ m: 0, px: 1.5, py: 0.5, fontSize: '0.75rem', fontWeight: 650, color: 'text.secondary', display: 'flex', alignItems: 'center', gap: 1 }}>{entry.icon !== undefined && <Icon name={entry.icon} />}{entry.group}</Box>
      <List>{items}</List>
    </Box>
  );
};

const List = ({ children }: { children: ReactNode }) => <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{children}</Box>;

const Item = ({ to, end = false, icon, count, children }: { to: string; end?: boolean; icon?: ReactNode; count?: string | undefined; children: ReactNode }) => (
  <li>
    <Box
      component={NavLink}
      to={to}
      end={end}
      sx={{
        display: 'flex', alignItems: 'center', gap: 1, px: 1.5, minHeight: 34, py: 0.5, lineHeight: 1.3, borderRadius: 1, color: 'text.primary', textDecoration: 'none', fontSize: '0.875rem',
        '&:hover': { bgcolor: 'action.hover' },
        // Bolder letters would break long names elsewhere.
        '&.active': { bgcolor: 'action.selected', color: 'primary.main', boxShadow: (theme) => `inset 3px 0 0 ${theme.palette.primary.main}` },
      }}
    >
      {icon}
      {children}
      {count !== undefined && <Box component="span" sx={{ ml: 'auto', flex: 'none', color: 'text.secondary', fontSize: '0.75rem', fontWeight: 400, fontVariantNumeric: 'tabular-nums' }}>{count}</Box>}
    </Box>
  </li>
);
