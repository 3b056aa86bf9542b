import { useTranslate } from 'ra-core';
import { type Ref, useMemo, useState } from 'react';
import type { Diagram } from '../../core/pages';
import { Canvas, cut, linkOf } from '../diagram/Canvas';
import { HEAD, layout, LINE, type Placed, WIDTH } from './layout';

interface Props {
  diagram: Diagram;
  hasAllColumns: boolean;
  scale: number;
  setScale: (scale: number) => void;
  chosen: string | null;
  onOpen: (kind: string) => void;
  ref: Ref<SVGSVGElement>;
}

/** The tables as boxes, the relations as lines. */
export const Drawing = ({ diagram, hasAllColumns, scale, setScale, chosen, onOpen, ref }: Props) => {
  const translate = useTranslate();
  const { boxes, lines, ...size } = useMemo(() => layout(diagram, hasAllColumns), [diagram, hasAllColumns]);
  const [pointed, setPointed] = useState<string | null>(null);
  const lit = pointed ?? chosen;
  return (
    <Canvas ref={ref} label={translate('app.er.title')} size={size} scale={scale} setScale={setScale} lines={lines} lit={lit} end="dot" height={{ height: { xs: 420, sm: 'calc(100vh - 240px)' }, minHeight: 320 }}>
      {boxes.map((box) => <Table key={box.table.kind} box={box} isLit={box.table.kind === lit} onOpen={onOpen} onPoint={setPointed} label={translate('app.er.open', { name: box.table.kind })} />)}
    </Canvas>
  );
};

interface TableProps {
  box: Placed;
  isLit: boolean;
  label: string;
  onOpen: (kind: string) => void;
  onPoint: (kind: string | null) => void;
}

const Table = ({ box: { table, columns, x, y, height }, isLit, label, onOpen, onPoint }: TableProps) => (
  <g transform={`translate(${x},${y})`} className={isLit ? 'lit' : undefined} {...linkOf(table.kind, label, onOpen, onPoint)}>
    <rect className="box" width={WIDTH} height={height} rx={6} />
    <path d={`M0.5,${HEAD} H${WIDTH - 0.5}`} />
    <text className="name" x={12} y={21}>{cut(table.kind, 24)}</text>
    {columns.map((column, index) => (
      <text key={column.name} x={12} y={HEAD + LINE * index + 16}>
        {cut(`${column.key ? '◆ ' : column.foreignKey ? '→ ' : ''}${column.name}`, 18)}
        <tspan className="dim" x={WIDTH - 12} textAnchor="end">{cut(shortType(column.type), 12)}</tspan>
      </text>
    ))}
  </g>
);

/** The names that the standard has for types are longer than there is room for. */
const shortType = (type: string): string =>
  type
    .toLowerCase()
    .replace('character varying', 'varchar')
    .replace('character', 'char')
    .replace('double precision', 'double')
    .replace(/(time(?:stamp)?)(\(\d\))? with time zone/, '$1tz')
    .replace(/ without time zone/, '');
