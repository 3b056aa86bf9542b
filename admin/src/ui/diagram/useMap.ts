/** A drawing that is moved about as a map is: the wheel brings it nearer, dragging moves it. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

export const LEAST = 0.2;
export const MOST = 4;

const within = (scale: number): number => Math.min(MOST, Math.max(LEAST, scale));

export const useMap = (frame: RefObject<HTMLDivElement | null>, isMap: boolean, scale: number, setScale: (scale: number) => void): void => {
  /** The point of the drawing that stays under the pointer while it grows. */
  const held = useRef<{ x: number; y: number; left: number; top: number } | undefined>(undefined);
  const now = useRef(scale);
  now.current = scale;

  useLayoutEffect(() => {
    const { current: point } = held;
    held.current = undefined;
    if (point !== undefined) frame.current?.scrollTo(point.x * scale - point.left, point.y * scale - point.top);
  }, [frame, scale]);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    // What React listens to may not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      if (event.shiftKey || !(isMap || event.ctrlKey)) return;
      event.preventDefault();
      const next = within(now.current * Math.exp(-Math.sign(event.deltaY) * Math.min(60, Math.abs(event.deltaY)) * 0.002));
      const { left, top } = element.getBoundingClientRect();
      const at = { left: event.clientX - left, top: event.clientY - top };
      held.current = { ...at, x: (element.scrollLeft + at.left) / now.current, y: (element.scrollTop + at.top) / now.current };
      setScale(next);
    };
    let from: { x: number; y: number; left: number; top: number } | undefined;
    const onDown = (event: PointerEvent) => {
      // A finger scrolls by itself.
      if (!isMap || event.pointerType === 'touch' || event.button !== 0 || (event.target as Element).closest('[role=link]') !== null) return;
      from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      if (from !== undefined) element.scrollTo(from.left - event.clientX + from.x, from.top - event.clientY + from.y);
    };
    const onUp = () => {
      from = undefined;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
    };
  }, [frame, isMap, setScale]);
};
