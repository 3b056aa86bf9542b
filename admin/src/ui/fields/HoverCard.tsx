import Box from '@mui/material/Box';
import Fade from '@mui/material/Fade';
import Paper from '@mui/material/Paper';
import Popper from '@mui/material/Popper';
import { useGetOne, useTranslate } from 'ra-core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Resource, shownIn } from '../../core/config';
import type { Row } from '../../core/records';
import { useUserKey } from '../catalog';
import { Value } from './Value';

/** How long a pointer rests before it wants to know more. */
const REST = 450;

const ATTRIBUTES = 6;

interface Props {
  resource: Resource;
  id: string;
  children: ReactNode;
}

/** The row behind a link, while the pointer or the focus rests on it. Everything in it is on the row's page too. */
export const HoverCard = ({ resource, id, children }: Props) => {
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const rest = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(true), REST);
  };
  const leave = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(false), 150);
  };
  return (
    <span
      ref={anchor}
      onMouseEnter={rest}
      onMouseLeave={leave}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
    >
      {children}
      {open && (
        <Popper open anchorEl={anchor.current} container={document.getElementById('content')} placement="bottom-start" transition sx={{ zIndex: 'tooltip' }}>
          {({ TransitionProps }) => (
            <Fade {...TransitionProps} timeout={120}>
              <Paper elevation={6} onMouseEnter={rest} onMouseLeave={leave} sx={{ p: 2, width: 340, mt: 0.5, border: 1, borderColor: 'divider' }}>
                <RowCard resource={resource} id={id} />
              </Paper>
            </Fade>
          )}
        </Popper>
      )}
    </span>
  );
};

/** What a row is, in short. */
export const RowCard = ({ resource, id }: { resource: Resource; id: string }) => {
  const translate = useTranslate();
  const userKey = useUserKey();
  const { data } = useGetOne<Row>(resource.name, { id });
  if (data === undefined) return <Box sx={{ height: 96 }} aria-busy><span className="visually-hidden">{translate('app.loading')}</span></Box>;
  const attributes = shownIn(resource, 'show').slice(0, ATTRIBUTES);
  return (
    <>
      <Box sx={{ fontWeight: 650, mb: 1 }}>{userKey(resource, data)}</Box>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)', gap: 0.75, fontSize: '0.8125rem' }}>
        {attributes.map((attribute) => (
          <Box key={attribute.name} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>{attribute.label}</Box>
            <Box component="dd" sx={{ m: 0 }}><Value resource={resource} attribute={attribute} row={data} inList /></Box>
          </Box>
        ))}
      </Box>
    </>
  );
};
