import IconButton from '@mui/material/IconButton';
import { useTranslate } from 'ra-core';
import { lazy, Suspense, useState } from 'react';
import type { Attribute, Resource } from '../../core/config';
import type { Row } from '../../core/records';

const WhyDialog = lazy(() => import('./WhyDialog').then((module) => ({ default: module.WhyDialog })));

/** Says that a rule computes a value, and leads to why it is what it is. */
export const WhyButton = ({ resource, attribute, row }: { resource: Resource; attribute: Attribute; row: Row }) => {
  const translate = useTranslate();
  const [isOpen, setOpen] = useState(false);
  const text = translate('app.why.open', { name: attribute.label });
  return (
    <>
      <IconButton size="small" aria-label={text} title={text} aria-haspopup="dialog" onClick={() => setOpen(true)} sx={{ width: 26, height: 26, fontSize: '0.9375rem', fontStyle: 'italic', color: 'secondary.main' }}>
        <span aria-hidden>ƒ</span>
      </IconButton>
      {isOpen && <Suspense><WhyDialog resource={resource} attribute={attribute} row={row} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
};
