import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

/** No request of the browser's own leaves the machine; the sandbox needs rights that a container lacks. */
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
];

/** Firefox's own traffic, and throttling of tabs in the background, would disturb what is measured. */
const firefoxPreferences = {
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.min_background_timeout_value': 4,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'network.trr.mode': 5,
};

/** The two browsers; each scenario runs in both. */
export const kinds = [
  { name: 'Chromium', path: process.env.CHROMIUM ?? '/usr/bin/chromium', options: { browser: 'chrome', args: chromiumFlags } },
  {
    name: 'Firefox',
    path: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    options: { browser: 'firefox', extraPrefsFirefox: firefoxPreferences },
  },
];

/** Launches a browser without a window. It accepts any certificate. */
export function launch(kind) {
  if (!existsSync(kind.path)) {
    throw new Error(`${kind.name} is not at ${kind.path}: install it, or say where it is`);
  }
  return puppeteer.launch({
    executablePath: kind.path,
    headless: true,
    acceptInsecureCerts: true,
    protocolTimeout: 120_000,
    timeout: 120_000,
    ...kind.options,
  });
}
