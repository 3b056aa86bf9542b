/** A page as people have it: at a desk and on a telephone, by day and by night. */

import type { Page } from '@playwright/test';
import { isLaidOut } from './layout';
import { COLOURS, fits, isAccessible, MOMENT, settled, shot } from './looking';

export const DESK = { width: 1280, height: 800 };
export const TELEPHONE = { width: 390, height: 844 };

/** A page that is open looks right in all of them; it is loaded once, as nothing is asked for where only the window or its colours are others. */
export const looksRight = async (page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> => {
  for (const [device, schemes] of [[DESK, ['light', 'dark']], [TELEPHONE, ['dark', 'light']]] as const) {
    await page.setViewportSize(device);
    for (const [index, colorScheme] of schemes.entries()) {
      await page.emulateMedia({ colorScheme });
      await settled(page, MOMENT);
      if (index === 0) {
        await fits(page);
        await isLaidOut(page);
      }
      await isAccessible(page, index === 0 ? undefined : COLOURS);
      await shot(page, `${name}-${device.width}-${colorScheme}`, options);
    }
  }
  await page.setViewportSize(DESK);
};
