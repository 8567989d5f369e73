/** For a box that scrolls but holds nothing to focus: WCAG 2.1.1 wants it reachable by keyboard. */
export const reachable = { tabIndex: 0 } as const;
