import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/Remove';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { download } from '../core/export';
import { type Diagram, loadDiagram, loadRules, subjectOf } from '../core/pages';
import { useCatalog } from '../ui/catalog';
import { Drawing } from '../ui/er/Drawing';
import { TableList } from '../ui/er/TableList';
import { hasPage } from '../ui/layout/appPages';
import { Failure, Message } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';

/** From how many tables on a drawing of all says nothing. */
const MANY = 150;

/** The tables and how they refer to each other: as a drawing, and as a list that says the same. */
export const ErPage = () => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const catalog = useCatalog();
  const { data, error, refetch } = useQuery({ queryKey: ['er'], queryFn: loadDiagram });
  const { data: rules } = useQuery({ queryKey: ['rules'], queryFn: loadRules, enabled: hasPage(catalog.config, 'rules') });
  const isNarrow = useMediaQuery('(max-width:599px)', { noSsr: true });
  const [isList, setList] = useState(isNarrow);
  const [chosen, setChosen] = useState<string | null>(null);
  const [hasAllColumns, setAllColumns] = useState(false);
  const [scale, setScale] = useState(1);
  const drawing = useRef<SVGSVGElement>(null);
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  const open = (kind: string) => {
    const resource = catalog.config.resources.find((each) => each.type === kind);
    if (resource !== undefined) void navigate(paths.list(resource));
  };
  const ruled = new Set(rules?.flatMap((rule) => [rule.resource, subjectOf(rule)]));
  const openRules = (kind: string) => (ruled.has(kind) ? () => void navigate(paths.rule(kind)) : undefined);
  const shown = data === undefined ? undefined : chosen === null ? data : neighboursOf(data, chosen);
  const isTooLarge = shown !== undefined && shown.tables.length > MANY;
  return (
    <>
      <PageHeader title={translate('app.er.title')} actions={<Button variant="outlined" onClick={() => setList(!isList)}>{translate(isList ? 'app.er.diagram' : 'app.er.list')}</Button>} />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' }}>
          <Autocomplete sx={{ width: { xs: '100%', sm: 260 } }} options={data?.tables.map(({ kind }) => kind) ?? []} value={chosen} onChange={(_, kind) => setChosen(kind)} renderInput={(params) => <TextField {...params} label={translate('app.er.search')} />} />
          {!isList && (
            <>
              <FormControlLabel sx={{ ml: 0 }} control={<Switch size="small" checked={hasAllColumns} onChange={(_, checked) => setAllColumns(checked)} />} label={translate('app.er.all_columns')} />
              <Box sx={{ flex: 1 }} />
              <IconButton aria-label={translate('app.er.zoom_out')} onClick={() => setScale(Math.max(0.2, scale / 1.25))}><RemoveIcon /></IconButton>
              <Button size="small" onClick={() => setScale(1)}>{Math.round(scale * 100)} %</Button>
              <IconButton aria-label={translate('app.er.zoom_in')} onClick={() => setScale(Math.min(4, scale * 1.25))}><AddIcon /></IconButton>
              <Button size="small" disabled={shown === undefined || isTooLarge} onClick={() => drawing.current !== null && download(standalone(drawing.current), 'tables.svg', 'image/svg+xml')}>{translate('app.er.download')}</Button>
            </>
          )}
        </Box>
        {shown === undefined ? <Skeleton variant="rectangular" height={480} /> : isList ? <TableList diagram={shown} onOpen={open} onRules={openRules} /> : isTooLarge ? <Message title={translate('app.er.large')} /> : (
          <Drawing ref={drawing} diagram={shown} hasAllColumns={hasAllColumns} scale={scale} setScale={setScale} chosen={chosen} onOpen={open} onRules={openRules} />
        )}
      </Paper>
    </>
  );
};

const neighboursOf = (diagram: Diagram, kind: string): Diagram => {
  const relations = diagram.relations.filter(({ from, to }) => from === kind || to === kind);
  const kinds = new Set([kind, ...relations.flatMap(({ from, to }) => [from, to])]);
  return { tables: diagram.tables.filter((table) => kinds.has(table.kind)), relations };
};

/** The drawing as a file of its own: with its colours, which the page has elsewhere. */
const standalone = (drawing: SVGSVGElement): string => {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>('*')];
  [copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, index) => {
    const style = getComputedStyle(originals[index] ?? drawing);
    for (const name of ['fill', 'stroke', 'stroke-width', 'font-size', 'font-weight', 'font-family']) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
};
