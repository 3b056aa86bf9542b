import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import { type Ref, useMemo, useState } from 'react';
import type { Diagram } from '../../core/pages';
import { HEAD, layout, LINE, type Line, type Placed, WIDTH } from './layout';

interface Props {
  diagram: Diagram;
  hasAllColumns: boolean;
  scale: number;
  setScale: (scale: number) => void;
  chosen: string | null;
  onOpen: (kind: string) => void;
  ref: Ref<SVGSVGElement>;
}

/** The tables as boxes, the relations as lines. It scrolls; the wheel with Ctrl zooms. */
export const Drawing = ({ diagram, hasAllColumns, scale, setScale, chosen, onOpen, ref }: Props) => {
  const translate = useTranslate();
  const { boxes, lines, width, height } = useMemo(() => layout(diagram, hasAllColumns), [diagram, hasAllColumns]);
  const [pointed, setPointed] = useState<string | null>(null);
  const lit = pointed ?? chosen;
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label={translate('app.er.title')}
      onWheel={(event) => {
        if (event.ctrlKey) setScale(Math.min(4, Math.max(0.2, scale * (event.deltaY < 0 ? 1.1 : 0.9))));
      }}
      sx={{
        overflow: 'auto', height: { xs: 420, sm: 'calc(100vh - 240px)' }, minHeight: 320,
        '& .box': { fill: (theme) => theme.palette.background.paper, stroke: (theme) => theme.palette.divider },
        '& .head': { fill: (theme) => theme.palette.action.hover },
        '& .lit .box': { stroke: (theme) => theme.palette.primary.main, strokeWidth: 2 },
        '& text': { fill: (theme) => theme.palette.text.primary, fontSize: 12 },
        '& .name': { fontWeight: 650, fontSize: 13 },
        '& .dim': { fill: (theme) => theme.palette.text.secondary },
        '& path': { fill: 'none', stroke: (theme) => theme.palette.text.secondary, strokeWidth: 1.25 },
        '& path.lit': { stroke: (theme) => theme.palette.primary.main, strokeWidth: 2 },
        '& [role=link]': { cursor: 'pointer' },
      }}
    >
      <svg ref={ref} width={width * scale} height={height * scale} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={translate('app.er.title')}>
        <defs>
          <marker id="one" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><circle cx="4" cy="4" r="3" fill="currentColor" /></marker>
        </defs>
        {lines.map((line) => <path key={line.id} d={pathOf(line)} className={line.from === lit || line.to === lit ? 'lit' : undefined} markerEnd="url(#one)" />)}
        {boxes.map((box) => <Table key={box.table.kind} box={box} isLit={box.table.kind === lit} onOpen={onOpen} onPoint={setPointed} label={translate('app.er.open', { name: box.table.kind })} />)}
      </svg>
    </Box>
  );
};

const pathOf = ({ points }: Line): string => {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  return `M${first.x},${first.y} ${rest.map(({ x, y }) => `L${x},${y}`).join(' ')}`;
};

interface TableProps {
  box: Placed;
  isLit: boolean;
  label: string;
  onOpen: (kind: string) => void;
  onPoint: (kind: string | null) => void;
}

const Table = ({ box: { table, columns, x, y, height }, isLit, label, onOpen, onPoint }: TableProps) => (
  <g
    transform={`translate(${x},${y})`}
    className={isLit ? 'lit' : undefined}
    role="link"
    tabIndex={0}
    aria-label={label}
    onClick={() => onOpen(table.kind)}
    onKeyDown={(event) => {
      if (event.key === 'Enter') onOpen(table.kind);
    }}
    onMouseEnter={() => onPoint(table.kind)}
    onMouseLeave={() => onPoint(null)}
    onFocus={() => onPoint(table.kind)}
    onBlur={() => onPoint(null)}
  >
    <rect className="box" width={WIDTH} height={height} rx={6} />
    <path d={`M0.5,${HEAD} H${WIDTH - 0.5}`} />
    <text className="name" x={12} y={21}>{cut(table.kind, 24)}</text>
    {columns.map((column, index) => (
      <text key={column.name} x={12} y={HEAD + LINE * index + 16}>
        {cut(`${column.key ? '◆ ' : column.foreignKey ? '→ ' : ''}${column.name}`, 18)}
        <tspan className="dim" x={WIDTH - 12} textAnchor="end">{cut(column.type.toLowerCase(), 10)}</tspan>
      </text>
    ))}
  </g>
);

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
