/** A drawing that is moved about as a map is: the wheel brings it nearer, dragging moves it. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** How far a pointer moves, in pixels, that only clicks. */
const STILL = 4;

const LEAST = 0.2;
const MOST = 4;

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
    let from: { x: number; y: number; left: number; top: number; isMoved: boolean } | undefined;
    const onDown = (event: PointerEvent) => {
      // A finger scrolls by itself.
      if (!isMap || event.pointerType === 'touch' || event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop, isMoved: false };
    };
    const onMove = (event: PointerEvent) => {
      if (from === undefined) return;
      // A click is not quite still. Whoever holds the pointer gets the click at its end: no box is opened by dragging it.
      if (!from.isMoved && Math.hypot(event.clientX - from.x, event.clientY - from.y) < STILL) return;
      if (!from.isMoved) element.setPointerCapture(event.pointerId);
      from.isMoved = true;
      element.scrollTo(from.left - event.clientX + from.x, from.top - event.clientY + from.y);
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
