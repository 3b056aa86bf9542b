import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import MuiLink from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import { loadRules, type Rule, subjectOf } from '../core/pages';
import { useCatalog } from '../ui/catalog';
import { Failure, Message } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';
import { RuleTree } from '../ui/rules/RuleTree';
import { Sentence } from '../ui/rules/Sentence';
import { TryIt } from '../ui/why/TryIt';

const RuleGraph = lazy(() => import('../ui/rules/RuleGraph').then((module) => ({ default: module.RuleGraph })));

/** What is always true of the rows: every rule, what it reads, and what reads its result. */
export const RulesPage = () => {
  const translate = useTranslate();
  const { '*': chosen = '' } = useParams();
  const [kind, setKind] = useState('');
  const [graphOf, setGraphOf] = useState<boolean>();
  const { data: rules, error, refetch } = useQuery({ queryKey: ['rules'], queryFn: loadRules });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  const name = decodeURIComponent(chosen);
  const shown = rules?.filter((rule) => (kind === '' || rule.kind === kind) && (name === '' || concerns(rule, name)));
  const resources = [...new Set(shown?.map(subjectOf) ?? [])].sort();
  // What leads to one attribute is seen at a glance; of everything there may be much.
  const hasGraph = graphOf ?? name.includes('.');
  const kinds = [...new Set(rules?.map((rule) => rule.kind) ?? [])];
  return (
    <>
      <PageHeader title={name === '' ? translate('app.rules_page.title') : name} above={name === '' ? undefined : { label: translate('app.rules_page.title'), to: paths.rules }} actions={<Button variant="outlined" aria-pressed={hasGraph} onClick={() => setGraphOf(!hasGraph)}>{translate(hasGraph ? 'app.rules_page.hide_graph' : 'app.rules_page.show_graph')}</Button>} />
      <Paper variant="outlined" sx={{ display: 'flex' }}>
        {rules !== undefined && <RuleTree rules={rules} />}
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ p: 2, borderBottom: 1, borderColor: 'divider' }}>
            <TextField select label={translate('app.rules_page.kind')} value={kind} onChange={(event) => setKind(event.target.value)} sx={{ maxWidth: 280 }} slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}>
              <MenuItem value="">{translate('app.rules_page.all')}</MenuItem>
              {kinds.map((each) => <MenuItem key={each} value={each}>{translate(`app.rules_page.kinds.${each}`)}</MenuItem>)}
            </TextField>
          </Box>
          {hasGraph && rules !== undefined && (
            <Box sx={{ borderBottom: 1, borderColor: 'divider' }}>
              <Suspense fallback={<Skeleton variant="rectangular" height={160} />}><RuleGraph rules={rules} name={name} /></Suspense>
            </Box>
          )}
          {rules === undefined ? <Skeleton variant="rectangular" height={240} /> : resources.length === 0 ? <Message title={translate('app.rules_page.none')} /> : resources.map((resource) => (
            <Box component="section" key={resource} sx={{ p: { xs: 2, sm: 3 }, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }} aria-label={resource}>
              <ResourceName type={resource} />
              <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2.5 }}>
                {shown?.filter((rule) => subjectOf(rule) === resource).map((rule) => <RuleItem key={`${rule.file}:${rule.line}:${rule.derives ?? rule.text}`} rule={rule} rules={rules} />)}
              </Box>
            </Box>
          ))}
        </Box>
      </Paper>
      {rules?.some(({ derives }) => derives === name) === true && <TryIt key={name} name={name} />}
    </>
  );
};

/** Whether the rule derives or reads the attribute, or is about the resource, of the name. */
const concerns = (rule: Rule, name: string): boolean =>
  name.includes('.') ? rule.derives === name || rule.reads.includes(name) : subjectOf(rule) === name || rule.resource === name;

const ResourceName = ({ type }: { type: string }) => {
  const resource = useCatalog().config.resources.find((each) => each.type === type);
  const text = resource?.label ?? type;
  return (
    <Box component="h2" sx={{ m: 0, mb: 1.5, fontSize: '1.0625rem', fontWeight: 650 }}>
      {resource === undefined ? text : <MuiLink component={Link} to={paths.list(resource)} color="inherit" underline="hover" sx={{ display: 'inline-block', minHeight: 24 }}>{text}</MuiLink>}
    </Box>
  );
};

/** The parts of a rule's code; one that derives by a formula has no condition. */
const codeOf = ({ text }: Rule): { value: string; condition: string | null } => {
  const [, value = text, condition] = /^(.*?)\s*\bwhen (.*)$/s.exec(text) ?? [];
  return { value, condition: condition ?? null };
};

const RuleItem = ({ rule, rules }: { rule: Rule; rules: Rule[] }) => {
  const translate = useTranslate();
  const { derives } = rule;
  const readBy = derives === null ? [] : rules.filter((other) => other.reads.includes(derives)).map((other) => other.derives ?? other.text);
  return (
    <li>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}>
        {derives !== null && <Attribute name={derives} isStrong />}
        <Chip size="small" variant="outlined" color={rule.kind === 'constraint' ? 'warning' : 'default'} label={translate(`app.rules_page.kinds.${rule.kind}`)} />
      </Box>
      <Box sx={{ mt: 0.5 }}><Sentence {...codeOf(rule)} kind={rule.kind} subject={rule.resource} resource={subjectOf(rule)} /></Box>
      {rule.text !== '' && <Box component="pre" sx={{ my: 0.75, p: 1.25, borderRadius: 1, bgcolor: 'action.hover', whiteSpace: 'pre-wrap', fontSize: '0.8125rem' }}>{rule.text}</Box>}
      <Names label={translate('app.rules_page.reads')} names={rule.reads} />
      <Names label={translate('app.rules_page.read_by')} names={readBy} />
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{translate('app.rules_page.where', { file: rule.file, line: rule.line })}</Box>
    </li>
  );
};

const Names = ({ label, names }: { label: string; names: string[] }) =>
  names.length === 0 ? null : (
    <Box sx={{ fontSize: '0.875rem', display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>{label}</Box>
      {[...new Set(names)].map((name) => <Attribute key={name} name={name} />)}
    </Box>
  );

/** `Customer.Balance`, as a link to the rules about it. A condition has no page of its own. */
const Attribute = ({ name, isStrong = false }: { name: string; isStrong?: boolean }) =>
  /^\S+\.\S+$/.test(name) ? (
    <MuiLink component={Link} to={paths.rule(name)} underline="hover" sx={{ display: 'inline-block', minHeight: 24, ...(isStrong ? { fontWeight: 650 } : {}) }}>{name}</MuiLink>
  ) : <code>{name}</code>;
