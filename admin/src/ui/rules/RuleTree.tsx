import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import { NavLink } from 'react-router';
import { subjectOf, type Rule } from '../../core/pages';
import { useCatalog } from '../catalog';
import { paths } from '../paths';

/** What there are rules about: resources, and below each the attributes that are derived. */
export const RuleTree = ({ rules }: { rules: Rule[] }) => {
  const translate = useTranslate();
  const { resources } = useCatalog().config;
  const types = [...new Set(rules.map(subjectOf))].sort();
  return (
    <Box component="nav" aria-label={translate('app.rules_page.tree')} sx={{ flex: 'none', width: 232, p: 1.5, borderRight: 1, borderColor: 'divider', display: { xs: 'none', md: 'block' } }}>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, '& ul': { listStyle: 'none', m: 0, pl: 1.5 } }}>
        <li><Entry to={paths.rules} end>{translate('app.rules_page.everything')}</Entry></li>
        {types.map((type) => {
          const resource = resources.find((each) => each.type === type);
          const names = [...new Set(rules.flatMap(({ derives }) => (derives !== null && derives.split('.')[0] === type ? [derives.slice(type.length + 1)] : [])))].sort();
          return (
            <li key={type}>
              <Entry to={paths.rule(type)} end>{resource?.label ?? type}</Entry>
              {names.length > 0 && (
                <ul>
                  {names.map((name) => <li key={name}><Entry to={paths.rule(`${type}.${name}`)} isMinor>{resource?.attributes.find((each) => each.name === name)?.label ?? name}</Entry></li>)}
                </ul>
              )}
            </li>
          );
        })}
      </Box>
    </Box>
  );
};

const Entry = ({ to, end = false, isMinor = false, children }: { to: string; end?: boolean; isMinor?: boolean; children: string }) => (
  <Box
    component={NavLink}
    to={to}
    end={end}
    sx={{
      display: 'block', px: 1, py: 0.5, minHeight: 24, borderRadius: 1, color: isMinor ? 'text.secondary' : 'text.primary', fontSize: '0.875rem', fontWeight: isMinor ? 400 : 600, textDecoration: 'none',
      '&:hover': { bgcolor: 'action.hover' },
      '&.active': { bgcolor: 'action.selected', color: 'primary.main' },
    }}
  >
    {children}
  </Box>
);
