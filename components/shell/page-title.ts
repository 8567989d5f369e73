/** The document title of a page, most special first: "turbines, Contoso Dairy". The root layout adds the product's name. */
export function pageTitle(...parts: Array<string | undefined>): string {
  return parts.filter(Boolean).join(", ");
}
