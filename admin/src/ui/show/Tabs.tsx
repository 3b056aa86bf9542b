import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Tab from '@mui/material/Tab';
import MuiTabs from '@mui/material/Tabs';
import { useLocaleState } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { holds } from '../../core/condition';
import { type Resource, type Tab as ConfiguredTab, tabRelationship } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog } from '../catalog';
import { paths } from '../paths';
import { TabPanel } from './TabPanel';

/** The rows that refer to a row, a tab for each relationship. Only the open one is asked for. */
export const Tabs = ({ resource, row, chosen }: { resource: Resource; row: Row; chosen: string | undefined }) => {
  const catalog = useCatalog();
  const navigate = useNavigate();
  const [locale] = useLocaleState();
  const [totals, setTotals] = useState<Record<string, number>>({});
  const tabs = resource.tabs.filter((tab) => tabRelationship(resource, tab) !== undefined && holds(tab.show_when, { record: row, mode: 'show' }));
  const open = tabs.find((tab) => tab.name === chosen) ?? tabs[0];
  if (open === undefined) return null;
  const labelOf = (tab: ConfiguredTab) => (tab.label === '' ? catalog.resource(tab.resource).labelPlural : tab.label);
  return (
    <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
      <MuiTabs value={open.name} onChange={(_, name: string) => void navigate(paths.show(resource, row.id, name), { replace: true })} variant="scrollable" scrollButtons="auto" allowScrollButtonsMobile sx={{ borderBottom: 1, borderColor: 'divider', px: 1 }}>
        {tabs.map((tab) => {
          const total = totals[`${row.id}/${tab.name}`];
          return (
            <Tab
              key={tab.name}
              value={tab.name}
              id={`tab-${tab.name}`}
              aria-controls={`panel-${tab.name}`}
              label={<Box component="span">{labelOf(tab)}{total !== undefined && <Chip component="span" size="small" label={total.toLocaleString(locale)} sx={{ ml: 1, height: 20, cursor: 'inherit' }} />}</Box>}
            />
          );
        })}
      </MuiTabs>
      <div role="tabpanel" id={`panel-${open.name}`} aria-labelledby={`tab-${open.name}`}>
        <TabPanel key={`${row.id}/${open.name}`} resource={resource} tab={open} row={row} label={labelOf(open)} setTotal={(total) => setTotals((before) => (before[`${row.id}/${open.name}`] === total ? before : { ...before, [`${row.id}/${open.name}`]: total }))} />
      </div>
    </Paper>
  );
};
