import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import MuiLink from '@mui/material/Link';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useCatalog } from './catalog';
import { Info } from './Info';

interface Props {
  title: string;
  /** Where the page belongs to. */
  above?: { label: string; to: string } | undefined;
  actions?: ReactNode;
  info?: string | undefined;
  description?: ReactNode;
}

/** The head of a page: where one is, what it is, what can be done. */
export const PageHeader = ({ title, above, actions, info, description }: Props) => {
  const { config } = useCatalog();
  useEffect(() => {
    document.title = [title, above?.label, config.title].filter((part) => part !== undefined && part !== '').join(' · ');
  }, [title, above?.label, config.title]);
  return (
    <Box sx={{ mb: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'flex-end', flexWrap: 'wrap', gap: 1.5 }}>
        {/* A long title has a line of its own on a telephone. */}
        <Box sx={{ flex: title.length > 24 ? '1 1 20rem' : '1 1 16rem', minWidth: 0 }}>
          {above !== undefined && (
            <MuiLink component={Link} to={above.to} underline="hover" sx={{ fontSize: '0.8125rem', color: 'text.secondary', display: 'inline-block', minWidth: 24, minHeight: 24 }}>
              {above.label}
            </MuiLink>
          )}
          <Typography variant="h1" tabIndex={-1}>{title}</Typography>
          {description !== undefined && description !== '' && <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', mt: 0.25 }}>{description}</Box>}
        </Box>
        {actions !== undefined && <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>{actions}</Box>}
      </Box>
      {info !== undefined && <Info text={info} />}
    </Box>
  );
};
