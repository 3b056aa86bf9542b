import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { useTranslate } from 'ra-core';
import type { Diagram } from '../../core/pages';

/** The same as the drawing, for those who do not see it, and for many tables. */
export const TableList = ({ diagram, onOpen, onRules }: { diagram: Diagram; onOpen: (kind: string) => void; onRules: (kind: string) => (() => void) | undefined }) => {
  const translate = useTranslate();
  const line = (name: string, kinds: string[]) =>
    kinds.length === 0 ? null : <Box sx={{ fontSize: '0.875rem' }}><Box component="span" sx={{ color: 'text.secondary' }}>{translate(`app.er.${name}`)}</Box> {[...new Set(kinds)].join(', ')}</Box>;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 2, display: 'grid', gap: 1.5, gridTemplateColumns: { sm: 'repeat(auto-fill, minmax(320px, 1fr))' } }}>
      {diagram.tables.map((table) => (
        <li key={table.kind}>
          <MuiLink component="button" type="button" onClick={() => onOpen(table.kind)} sx={{ fontWeight: 650, minHeight: 24, textAlign: 'left' }}>{table.kind}</MuiLink>
          {onRules(table.kind) !== undefined && <MuiLink component="button" type="button" aria-label={translate('app.er.rules', { name: table.kind })} onClick={onRules(table.kind)} sx={{ ml: 1.5, fontSize: '0.875rem', minHeight: 24 }}>ƒ {translate('app.rules')}</MuiLink>}
          {line('refers', diagram.relations.filter(({ from }) => from === table.kind).map(({ to }) => to))}
          {line('referred', diagram.relations.filter(({ to }) => to === table.kind).map(({ from }) => from))}
        </li>
      ))}
    </Box>
  );
};
