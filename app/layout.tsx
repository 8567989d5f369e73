import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readTheme, themeCookie } from "#components/ui/theme.ts";
import { ToastRegion } from "#components/ui/toast-region.tsx";
import { TooltipLayer } from "#components/ui/tooltip.tsx";

export const metadata: Metadata = {
  title: { template: "%s · Lakeport", default: "Lakeport" },
  description:
    "Your folders in the data lake, under your own identity, and notebooks that already read them.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1316" },
  ],
};

/** The document: language, fonts and the theme that the cookie names. Reading the cookie keeps every page dynamic, so that scripts get their nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-theme={theme === "system" ? undefined : theme}
      suppressHydrationWarning
    >
      <body className="font-sans antialiased">
        {children}
        <TooltipLayer />
        <ToastRegion />
      </body>
    </html>
  );
}
