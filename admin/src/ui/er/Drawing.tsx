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
  /** Leads to the rules of a table; absent where it has none. */
  onRules: (kind: string) => (() => void) | undefined;
  ref: Ref<SVGSVGElement>;
}

/** The tables as boxes, the relations as lines. */
export const Drawing = ({ diagram, hasAllColumns, scale, setScale, chosen, onOpen, onRules, ref }: Props) => {
  const translate = useTranslate();
  const { boxes, lines, ...size } = useMemo(() => layout(diagram, hasAllColumns), [diagram, hasAllColumns]);
  const [pointed, setPointed] = useState<string | null>(null);
  const lit = pointed ?? chosen;
  return (
    <Canvas ref={ref} label={translate('app.er.title')} size={size} scale={scale} setScale={setScale} lines={lines} lit={lit} end="dot" isMap height={{ height: { xs: 420, sm: 'calc(100vh - 240px)' }, minHeight: 320 }}>
      {boxes.map((box) => <Table key={box.table.kind} box={box} isLit={box.table.kind === lit} onOpen={onOpen} onPoint={setPointed} label={translate('app.er.open', { name: box.table.kind })} rulesLabel={translate('app.er.rules', { name: box.table.kind })} openRules={onRules(box.table.kind)} />)}
    </Canvas>
  );
};

interface TableProps {
  box: Placed;
  isLit: boolean;
  label: string;
  rulesLabel: string;
  openRules: (() => void) | undefined;
  onOpen: (kind: string) => void;
  onPoint: (kind: string | null) => void;
}

const Table = ({ box: { table, columns, x, y, height }, isLit, label, rulesLabel, openRules, onOpen, onPoint }: TableProps) => (
  <g transform={`translate(${x},${y})`} className={isLit ? 'lit' : undefined}>
    <g {...linkOf(table.kind, label, onOpen, onPoint)}>
      <rect className="box" width={WIDTH} height={height} rx={6} />
      <path d={`M0.5,${HEAD} H${WIDTH - 0.5}`} />
      <text className="name" x={12} y={21}>{cut(table.kind, 24)}</text>
      {columns.map((column, index) => (
        <text key={column.name} x={12} y={HEAD + LINE * index + 16}>
          {cut(`${column.key ? '◆ ' : column.foreignKey ? '→ ' : ''}${column.name}`, ROOM - Math.min(TYPE, shortType(column.type).length))}
          <tspan className="dim" x={WIDTH - 12} textAnchor="end">{cut(shortType(column.type), TYPE)}</tspan>
        </text>
      ))}
    </g>
    {openRules !== undefined && (
      <g transform={`translate(${WIDTH - 30},5)`} {...linkOf(table.kind, rulesLabel, openRules, onPoint)}>
        <title>{rulesLabel}</title>
        <rect className="pill" width={24} height={24} rx={4} />
        <text className="dim" x={12} y={17} textAnchor="middle">ƒ</text>
      </g>
    )}
  </g>
);

/** The letters that a line has room for, and those of them that a type may have. */
const ROOM = 24;
const TYPE = 12;

/** The names that the standard has for types are longer than there is room for. */
const shortType = (type: string): string =>
  type
    .toLowerCase()
    .replace('character varying', 'varchar')
    .replace('character', 'char')
    .replace('double precision', 'double')
    .replace(/(time(?:stamp)?)(\(\d\))? with time zone/, '$1tz')
    .replace(/ without time zone/, '');
