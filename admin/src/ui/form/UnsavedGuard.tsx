import { useTranslate } from 'ra-core';
import { type RefObject, useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Question } from '../dialogs/Question';

/**
 * Asks before what was entered is lost: in the app by a dialog, at its edge by the browser. It is there only while there
 * is something to lose.
 */
export const UnsavedGuard = ({ isReleased }: { isReleased: RefObject<boolean> }) => {
  const translate = useTranslate();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => !isReleased.current && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  if (blocker.state !== 'blocked') return null;
  return (
    <Question title={translate('app.form.unsaved')} text={translate('app.form.unsaved_text')} yes={translate('app.form.leave')} no={translate('app.form.stay')} onYes={() => blocker.proceed()} onNo={() => blocker.reset()} />
  );
};
