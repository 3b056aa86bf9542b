import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import InputBase from '@mui/material/InputBase';
import { useDataProvider, useTranslate } from 'ra-core';
import { useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Config, Resource } from '../../core/config';
import { SEARCH } from '../../core/filters';
import { type Row, userKey, userKeyAttributes } from '../../core/records';
import { useCatalog } from '../catalog';
import { paths } from '../paths';
import { appPages, hasSettings } from './appPages';

interface Hit {
  group: 'pages' | 'actions' | 'records';
  text: string;
  detail?: string;
  to: string;
}

/** Resources whose rows are searched at a time: the one shown, and the first of the menu. */
const SEARCHED = 8;

const REST = 250;

/** Where to go, by typing: pages, new rows, rows by what people know them by. */
export const Palette = ({ onClose }: { onClose: () => void }) => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const id = useId();
  const catalog = useCatalog();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const records = useRecords(text.trim());
  const fixed = useMemo(() => fixedHits(catalog.config, translate), [catalog, translate]);
  const words = text.trim().toLowerCase().split(/\s+/);
  const hits = [...fixed.filter((hit) => words.every((word) => hit.text.toLowerCase().includes(word))).slice(0, 12), ...records];
  const at = Math.min(chosen, hits.length - 1);
  const go = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    onClose();
    void navigate(hit.to);
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter') go(hits[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" slotProps={{ paper: { 'aria-label': translate('app.palette.title') }, container: { sx: { alignItems: 'flex-start' } } }}>
      <InputBase
        autoFocus
        fullWidth
        value={text}
        placeholder={translate('app.search')}
        onChange={(event) => { setText(event.target.value); setChosen(0); }}
        onKeyDown={onKey}
        sx={{ px: 2.5, py: 1.5, fontSize: '1.0625rem', borderBottom: 1, borderColor: 'divider' }}
        inputProps={{ role: 'combobox', 'aria-expanded': true, 'aria-controls': id, 'aria-activedescendant': hits.length === 0 ? undefined : `${id}-${at}`, 'aria-label': translate('app.palette.title') }}
      />
      <Box role="listbox" id={id} aria-label={translate('app.palette.title')} sx={{ p: 1, minHeight: 120, maxHeight: '60vh', overflowY: 'auto' }}>
        {hits.length === 0 && <Box role="option" aria-selected="false" sx={{ p: 2, color: 'text.secondary' }}>{translate('app.palette.none')}</Box>}
        {hits.map((hit, index) => (
          <Box
            key={`${hit.group}${hit.to}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => go(hit)}
            onMouseMove={() => setChosen(index)}
            sx={{ display: 'flex', gap: 1, px: 1.5, py: 0.875, borderRadius: 1, cursor: 'pointer', bgcolor: index === at ? 'action.selected' : undefined }}
          >
            <Box sx={{ flex: 1, minWidth: 0 }}>{hit.text}</Box>
            <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{hit.detail ?? translate(`app.palette.${hit.group}`)}</Box>
          </Box>
        ))}
      </Box>
    </Dialog>
  );
};

const fixedHits = (config: Config, translate: (key: string, options?: object) => string): Hit[] => [
  { group: 'pages', text: translate('app.home'), to: paths.home },
  ...config.resources.filter(({ can }) => can.list).map((resource): Hit => ({ group: 'pages', text: resource.labelPlural, to: paths.list(resource) })),
  ...appPages(config).map(({ label, to }): Hit => ({ group: 'pages', text: translate(label), to })),
  ...(hasSettings(config) ? [{ group: 'pages' as const, text: translate('app.settings'), to: paths.settings }] : []),
  { group: 'pages', text: translate('app.profile.title'), to: paths.profile },
  ...config.resources.filter(({ can }) => can.create).map((resource): Hit => ({ group: 'actions', text: translate('app.palette.new', { name: resource.label }), to: paths.create(resource) })),
];

/** Rows whose searched attributes have the words. */
const useRecords = (text: string): Hit[] => {
  const catalog = useCatalog();
  const dataProvider = useDataProvider();
  const [hits, setHits] = useState<Hit[]>([]);
  useEffect(() => {
    if (text.length < 2) {
      setHits([]);
      return undefined;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      const searched = searchedResources(catalog.config.resources);
      const ask = searched.map(async (resource) => {
        const { data } = await dataProvider.getList<Row>(resource.name, { pagination: { page: 1, perPage: 4 }, sort: { field: userKeyAttributes(resource)[0] ?? 'id', order: 'ASC' }, filter: { [SEARCH]: text }, meta: { columns: [] } });
        return data.map((row): Hit => ({ group: 'records', text: userKey(catalog, resource, row), detail: resource.label, to: paths.show(resource, row.id) }));
      });
      void Promise.allSettled(ask).then((answers) => {
        const found = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : []));
        // Where one is comes first; then what is meant most likely, as fewest are called so: the customer before their orders.
        const here = searched[0]?.name === shownResource() ? found.splice(0, 1) : [];
        if (isCurrent) setHits([...here, ...found.sort((one, other) => one.length - other.length)].flat());
      });
    }, REST);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, catalog, dataProvider]);
  return hits;
};

const shownResource = (): string => decodeURIComponent(location.hash.split('/')[1]?.split('?')[0] ?? '');

const searchedResources = (resources: Resource[]): Resource[] => {
  const shown = shownResource();
  const searchable = resources.filter((resource) => !resource.hidden && resource.attributes.some((attribute) => attribute.search));
  const current = searchable.filter(({ name }) => name === shown);
  // Those that people search by name: with the most related rows.
  const others = searchable.filter(({ name }) => name !== shown).sort((one, other) => other.tabs.length - one.tabs.length);
  return [...current, ...others].slice(0, SEARCHED);
};
