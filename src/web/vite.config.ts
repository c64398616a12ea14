import { defineConfig } from 'vitest/config';

// The service sends `script-src 'self'`: nothing may be inlined, and nothing comes from elsewhere.
export default defineConfig({
  base: './',
  build: {
    outDir: '../Actors.Service/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // A test holds our event types against the service's catalog.
    fs: { allow: ['.', '../Actors.Contracts/Events'] },
    proxy: { '/api': 'http://localhost:8080' },
  },
  test: { include: ['test/**/*.test.ts'] },
});
