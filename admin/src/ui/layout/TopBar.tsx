import DarkModeIcon from '@mui/icons-material/DarkModeOutlined';
import LightModeIcon from '@mui/icons-material/LightModeOutlined';
import MenuIcon from '@mui/icons-material/Menu';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import RefreshIcon from '@mui/icons-material/Refresh';
import SearchIcon from '@mui/icons-material/Search';
import SettingsIcon from '@mui/icons-material/SettingsOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTheme as useMuiTheme } from '@mui/material/styles';
import { useRefresh, useTranslate } from 'ra-core';
import { useTheme } from 'react-admin';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { pictureAddress } from '../../core/safe';
import { useCatalog } from '../catalog';
import { paths } from '../paths';
import { hasSettings } from './appPages';

interface Props {
  onMenu: () => void;
  onSearch: () => void;
  isWide: boolean;
}

/** The bar at the top: where one is at home, the search, and what holds for the whole app. */
export const TopBar = ({ onMenu, onSearch, isWide }: Props) => {
  const translate = useTranslate();
  const { config } = useCatalog();
  const refresh = useRefresh();
  const [, setMode] = useTheme();
  const isDark = useMuiTheme().palette.mode === 'dark';
  const logo = config.settings.theme.logo === undefined ? undefined : pictureAddress(config.settings.theme.logo, config.settings.imageHosts);
  return (
    <Box component="header" sx={{ position: 'sticky', top: 0, zIndex: 'appBar', height: 56, display: 'flex', alignItems: 'center', gap: 1, px: { xs: 1, sm: 2 }, bgcolor: 'background.paper', borderBottom: 1, borderColor: 'divider' }}>
      {!isWide && <IconButton aria-label={translate('app.menu')} onClick={onMenu}><MenuIcon /></IconButton>}
      <Box component={Link} to={paths.home} sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 0, color: 'text.primary', textDecoration: 'none', fontWeight: 700, fontSize: '1.0625rem', letterSpacing: '-0.01em' }}>
        {logo !== undefined && <Box component="img" src={logo} alt="" sx={{ height: 28 }} />}
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{config.title}</Box>
      </Box>
      <Box sx={{ flex: 1 }} />
      {isWide ? (
        <Box component="button" type="button" onClick={onSearch} sx={{ display: 'flex', alignItems: 'center', gap: 1, width: 300, height: 36, px: 1.5, font: 'inherit', fontSize: '0.875rem', color: 'text.secondary', bgcolor: 'background.default', border: 1, borderColor: 'divider', borderRadius: 1, cursor: 'pointer' }}>
          <SearchIcon fontSize="small" />
          <span>{translate('app.search')}</span>
          <Box component="kbd" sx={{ ml: 'auto', fontFamily: 'inherit', fontSize: '0.75rem', border: 1, borderColor: 'divider', borderRadius: 0.5, px: 0.75 }}>Ctrl K</Box>
        </Box>
      ) : (
        <IconButton aria-label={translate('app.search')} onClick={onSearch}><SearchIcon /></IconButton>
      )}
      <Action label={translate('app.refresh')} onClick={refresh}><RefreshIcon /></Action>
      <Action label={translate(isDark ? 'app.light' : 'app.dark')} onClick={() => setMode(isDark ? 'light' : 'dark')}>{isDark ? <LightModeIcon /> : <DarkModeIcon />}</Action>
      {config.authentication !== undefined && <Tooltip title={translate('app.profile.title')}><IconButton component={Link} to={paths.profile} aria-label={translate('app.profile.title')}><PersonIcon /></IconButton></Tooltip>}
      {hasSettings(config) && <Tooltip title={translate('app.settings')}><IconButton component={Link} to={paths.settings} aria-label={translate('app.settings')}><SettingsIcon /></IconButton></Tooltip>}
    </Box>
  );
};

const Action = ({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) => (
  <Tooltip title={label}><IconButton aria-label={label} onClick={onClick}>{children}</IconButton></Tooltip>
);
