/** The built page in a real browser, watched: any error, any word on the console and any request elsewhere is kept. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';

export interface Watched {
  readonly page: Page;
  /** What went wrong so far; a test expects it to be empty. */
  readonly problems: string[];
  readonly session: CDPSession;
}

export interface Site {
  readonly address: string;
  open(size?: { readonly width: number; readonly height: number }): Promise<Watched>;
  close(): Promise<void>;
}

export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--use-gl=angle',
  '--use-angle=gl-egl',
  '--ignore-gpu-blocklist',
  '--enable-unsafe-swiftshader',
];

export async function startSite(): Promise<Site> {
  if (!existsSync('dist/index.html')) throw new Error('the page is not built: npm run build');
  const server: PreviewServer = await preview({ preview: { port: 4400 }, logLevel: 'error' });
  const address = server.resolvedUrls?.local[0] ?? '';
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
  return {
    address,
    async open(size = { width: 1440, height: 900 }) {
      const context = await browser.newContext({ viewport: size, acceptDownloads: true });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !url.startsWith('blob:') && !url.startsWith('data:')) {
          problems.push(`request to ${url}`);
        }
      });
      const session = await context.newCDPSession(page);
      await page.goto(address);
      await page.waitForSelector('[data-testid=try-sample]');
      return { page, problems, session };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Waits for a figure where BV5 stands. */
export async function measured(page: Page): Promise<string> {
  await page.waitForFunction(
    () => /\d/.test(document.querySelector('[data-testid=bv5-value]')?.textContent ?? ''),
    undefined,
    { timeout: 300_000 },
  );
  return (await page.textContent('[data-testid=bv5-value]')) ?? '';
}

/** Clicks and gives the bytes of the file that the page saves. */
export async function savedBy(page: Page, selector: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
