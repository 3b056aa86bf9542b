import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import { alpha } from '@mui/material/styles';
import { type Identifier, type SortPayload, useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { holds } from '../../core/condition';
import { type Attribute, isExplained, type Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { useDensity, useUserKey } from '../catalog';
import { DerivedMark } from '../fields/DerivedMark';
import { Value } from '../fields/Value';
import { paths } from '../paths';
import { ROW_HEIGHT } from '../theme';
import { alignOf, SCROLLER } from './columns';
import { FirstCell } from './FirstCell';
import { Totals } from './Totals';

export interface Selection {
  ids: Identifier[];
  toggle: (id: Identifier) => void;
  togglePage: (ids: Identifier[]) => void;
}

interface Props {
  resource: Resource;
  attributes: Attribute[];
  /** Absent while they are on their way. */
  rows: Row[] | undefined;
  expected: number;
  sort: SortPayload;
  setSort: (sort: SortPayload) => void;
  selection?: Selection | undefined;
  /** Buttons at the end of a line. */
  actions?: (row: Row) => ReactNode;
  label: string;
  /** The sums of all rows of the filter; empty while they are on their way. */
  totals?: Record<string, unknown> | undefined;
}

/** From how many letters on the head of a column has several lines. */
const LONG = 26;

/** Rows as a table. A click on a line shows the row; so does the link in its first cell. */
export const Grid = ({ resource, attributes, rows, expected, sort, setSort, selection, actions, label, totals }: Props) => {
  const translate = useTranslate();
  const userKey = useUserKey();
  const navigate = useNavigate();
  const [density] = useDensity();
  const height = ROW_HEIGHT[density];
  const pageIds = rows?.map((row) => row.id) ?? [];
  const isAllSelected = pageIds.length > 0 && pageIds.every((id) => selection?.ids.includes(id));
  const isSomeSelected = pageIds.some((id) => selection?.ids.includes(id));
  const orderBy = (name: string) =>
    setSort({ field: name, order: sort.field === name && sort.order === 'ASC' ? 'DESC' : 'ASC' });
  return (
    <Box sx={SCROLLER} tabIndex={0} role="region" aria-label={label}>
      <Table size="small" aria-busy={rows === undefined} aria-label={label} sx={{ '& td, & th': { px: 1.25, py: 0, height, maxWidth: 260 } }}>
        <TableHead>
          <TableRow>
            {selection !== undefined && (
              <TableCell padding="none" sx={{ width: 44 }}>
                <Checkbox
                  size="small"
                  checked={isAllSelected}
                  indeterminate={isSomeSelected && !isAllSelected}
                  onChange={() => selection.togglePage(pageIds)}
                  slotProps={{ input: { 'aria-label': translate('app.list.select_all') } }}
                />
              </TableCell>
            )}
            {attributes.map((attribute) => (
              <TableCell key={attribute.name} align={alignOf(attribute)} sortDirection={sort.field === attribute.name ? direction(sort) : false} sx={{ ...(attribute.label.length > LONG ? { whiteSpace: 'normal', minWidth: 180, overflowWrap: 'break-word' } : { whiteSpace: 'nowrap' }), lineHeight: 1.25, fontWeight: 600, color: 'text.secondary' }}>
                <TableSortLabel active={sort.field === attribute.name} direction={direction(sort)} onClick={() => orderBy(attribute.name)} sx={{ minHeight: 24, maxWidth: '100%' }}>
                  <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
                    {attribute.label}
                    {isExplained(attribute) && <DerivedMark />}
                  </Box>
                </TableSortLabel>
              </TableCell>
            ))}
            {actions !== undefined && <TableCell padding="none"><span className="visually-hidden">{translate('app.more')}</span></TableCell>}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows === undefined
            ? Array.from({ length: Math.max(1, expected) }, (_, index) => <Waiting key={index} cells={attributes.length + (selection === undefined ? 0 : 1) + (actions === undefined ? 0 : 1)} />)
            : rows.map((row) => {
                const isSelected = selection?.ids.includes(row.id) === true;
                const open = () => void navigate(resource.can.show ? paths.show(resource, row.id) : paths.edit(resource, row.id));
                const color = colorOf(resource, row);
                return (
                  <TableRow
                    key={row.id}
                    hover
                    selected={isSelected}
                    data-row
                    onClick={(event) => {
                      // Selecting text and following a link are no click on the line.
                      if ((event.target as HTMLElement).closest('a, button, input') === null && String(getSelection()) === '') open();
                    }}
                    sx={{
                      cursor: 'pointer',
                      '&:last-child td': { borderBottom: 0 },
                      ...(color === undefined ? {} : { boxShadow: (theme) => `inset 3px 0 0 ${theme.palette[color].main}`, bgcolor: (theme) => alpha(theme.palette[color].main, 0.07) }),
                    }}
                  >
                    {selection !== undefined && (
                      <TableCell padding="none">
                        <Checkbox size="small" checked={isSelected} onChange={() => selection.toggle(row.id)} slotProps={{ input: { 'aria-label': translate('app.list.select', { name: userKey(resource, row) }) } }} />
                      </TableCell>
                    )}
                    {attributes.map((attribute, index) => (
                      <TableCell key={attribute.name} data-attribute={attribute.name} align={alignOf(attribute)} sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', ...(attribute.width === undefined ? {} : { width: attribute.width, minWidth: attribute.width, maxWidth: `${attribute.width}px !important` }) }}>
                        {index === 0 ? <FirstCell resource={resource} attribute={attribute} row={row} /> : <Value resource={resource} attribute={attribute} row={row} inList />}
                      </TableCell>
                    ))}
                    {actions !== undefined && <TableCell padding="none" align="right" sx={{ whiteSpace: 'nowrap' }}>{actions(row)}</TableCell>}
                  </TableRow>
                );
              })}
        </TableBody>
        {totals !== undefined && rows !== undefined && <Totals attributes={attributes} totals={totals} hasSelection={selection !== undefined} hasActions={actions !== undefined} />}
      </Table>
    </Box>
  );
};

const direction = (sort: SortPayload): 'asc' | 'desc' => (sort.order === 'ASC' ? 'asc' : 'desc');

const colorOf = (resource: Resource, row: Row) =>
  resource.rowColor?.find(({ when }) => holds(when, { record: row, mode: 'list' }))?.color;

const Waiting = ({ cells }: { cells: number }) => (
  <TableRow>
    {Array.from({ length: cells }, (_, index) => <TableCell key={index}><Skeleton /></TableCell>)}
  </TableRow>
);
