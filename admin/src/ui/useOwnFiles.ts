/** What a project adds to the page itself: a style sheet, and the picture of the browser's tab. */

import { useEffect } from 'react';
import type { Theme } from '../core/config';
import { isOfThisServer } from '../core/safe';

export const useOwnFiles = ({ css, favicon }: Theme): void => {
  useEffect(() => {
    if (css === undefined || !isOfThisServer(css)) return undefined;
    // After the app's own styles, so that it has the last word.
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = css;
    document.head.append(link);
    return () => link.remove();
  }, [css]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (favicon === undefined || link === null || !isOfThisServer(favicon)) return undefined;
    const { href, type } = link;
    link.href = favicon;
    link.removeAttribute('type');
    return () => void Object.assign(link, { href, type });
  }, [favicon]);
};
