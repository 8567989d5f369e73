"use client";

import { useEffect, useRef } from "react";

const gapPx = 6;
const openDelayMs = 350;

/** Puts the tip under its anchor, above when there is no room, and never outside the window. */
function place(tip: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const isBelow = at.bottom + gapPx + own.height < window.innerHeight;
  const left = Math.min(
    Math.max(8, at.left + at.width / 2 - own.width / 2),
    window.innerWidth - own.width - 8,
  );
  tip.style.left = `${left}px`;
  tip.style.top = `${isBelow ? at.bottom + gapPx : at.top - gapPx - own.height}px`;
}

function anchorOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("[data-tooltip]") : null;
}

/** Watches the document for `data-tooltip` and shows one tip at a time. Returns how to stop. */
function watchTooltips(tip: HTMLElement): () => void {
  const stop = new AbortController();
  let shownFor: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(timer);
    shownFor = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const show = (anchor: Element) => {
    tip.textContent = anchor.getAttribute("data-tooltip");
    if (!tip.textContent || !anchor.isConnected) return;
    if (!tip.matches(":popover-open")) tip.showPopover();
    place(tip, anchor);
  };
  const enter = (event: Event, delayMs: number) => {
    if (event.target === tip) return;
    const anchor = anchorOf(event.target);
    if (anchor === shownFor) return;
    hide();
    shownFor = anchor;
    if (anchor) timer = setTimeout(() => show(anchor), delayMs);
  };
  const focus = (event: Event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) enter(event, 0);
  };
  const dismiss = (event: KeyboardEvent) => event.key === "Escape" && hide();

  const options = { signal: stop.signal, passive: true };
  document.addEventListener(
    "pointerover",
    (event) => event.pointerType !== "touch" && enter(event, openDelayMs),
    options,
  );
  document.addEventListener("focusin", focus, options);
  document.addEventListener("focusout", hide, options);
  document.addEventListener("pointerdown", hide, options);
  document.addEventListener("keydown", dismiss, options);
  document.addEventListener("scroll", hide, { ...options, capture: true });
  return () => {
    hide();
    stop.abort();
  };
}

/**
 * The one tooltip of the document. Any element, server-rendered too, gets a tip by the attribute `data-tooltip`;
 * the tip repeats or completes what the element's own name says, so it is hidden from assistive technology.
 */
export function TooltipLayer() {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => (tip.current ? watchTooltips(tip.current) : undefined), []);
  return (
    <div
      ref={tip}
      popover="manual"
      aria-hidden="true"
      className="fixed m-0 max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-raised"
    />
  );
}
