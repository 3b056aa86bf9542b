import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Tab from '@mui/material/Tab';
import MuiTabs from '@mui/material/Tabs';
import { useLocaleState, useTranslate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { holds } from '../../core/condition';
import { type Resource, type Tab as ConfiguredTab, tabRelationship } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog } from '../catalog';
import { paths } from '../paths';
import { Entries } from '../audit/Entries';
import { ParentTab } from './ParentTab';
import { TabPanel } from './TabPanel';
import { useCounts } from './useCounts';

/** The tab of the row's own changes; no relationship is called so. */
const HISTORY = '_history';

/** The rows that refer to a row, a tab for each relationship. Only the open one is asked for. */
export const Tabs = ({ resource, row, chosen }: { resource: Resource; row: Row; chosen: string | undefined }) => {
  const catalog = useCatalog();
  const navigate = useNavigate();
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [totals, setTotals] = useState<Record<string, number>>({});
  const tabs = resource.tabs.filter((tab) => tabRelationship(resource, tab) !== undefined && holds(tab.show_when, { record: row, mode: 'show' }));
  const hasAudit = catalog.config.hasAudit && resource.hideHistory !== true;
  const open = tabs.find((tab) => tab.name === chosen) ?? (hasAudit && chosen === HISTORY ? undefined : tabs[0]);
  const counts = useCounts(resource, tabs.filter(({ name, isOne }) => name !== open?.name && isOne !== true), row);
  if (open === undefined && !hasAudit) return null;
  const openName = open?.name ?? HISTORY;
  const labelOf = (tab: ConfiguredTab) => {
    const { label, labelPlural } = catalog.resource(tab.resource);
    return tab.label !== '' ? tab.label : tab.isOne === true ? label : labelPlural;
  };
  return (
    <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
      <MuiTabs value={openName} onChange={(_, name: string) => void navigate(paths.show(resource, row.id, name), { replace: true })} variant="scrollable" scrollButtons="auto" allowScrollButtonsMobile sx={{ borderBottom: 1, borderColor: 'divider', px: 1 }}>
        {tabs.map((tab) => {
          const total = totals[`${row.id}/${tab.name}`] ?? counts[tab.name];
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
        {hasAudit && <Tab value={HISTORY} id={`tab-${HISTORY}`} aria-controls={`panel-${HISTORY}`} label={translate('app.audit_page.history')} />}
      </MuiTabs>
      <div role="tabpanel" id={`panel-${openName}`} aria-labelledby={`tab-${openName}`}>
        {open === undefined ? <Entries filter={{ resource: resource.type, id: String(row.id) }} isOfOneRow /> : open.isOne === true ? (
          <ParentTab key={`${row.id}/${open.name}`} tab={open} row={row} label={labelOf(open)} />
        ) : (
          <TabPanel key={`${row.id}/${open.name}`} resource={resource} tab={open} row={row} label={labelOf(open)} setTotal={(total) => setTotals((before) => (before[`${row.id}/${open.name}`] === total ? before : { ...before, [`${row.id}/${open.name}`]: total }))} />
        )}
      </div>
    </Paper>
  );
};
