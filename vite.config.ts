import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://localhost:8080'

/** Libraries that must never ride along with a page that does not draw with them. */
const heavy: Record<string, RegExp> = {
  map: /node_modules\/(maplibre-gl|@maplibre|@mapbox)\//,
  charts: /node_modules\/(echarts|zrender)\//,
  process: /node_modules\/(bpmn-js|diagram-js|bpmn-moddle|moddle|moddle-xml|diagram-js-direct-editing)\//,
  staff: /node_modules\/(antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs)\//,
}

export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  server: { port: 5173, proxy: Object.fromEntries(['/api', '/tiles', '/open311'].map((path) => [path, server])) },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: 'src/web/index.html', 'service-worker': 'src/web/service-worker.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            // What every screen needs, in one file rather than in thirty; the rooms' page lists with it, for they need each other.
            {
              name: 'shell',
              tags: ['$initial'],
              test: /src\/(web\/(kit|shell|texts)|(modules|engines)\/[\w-]+\/web\/pages)/,
              priority: 3,
            },
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|use-sync-external-store|clsx|tslib)\//,
              priority: 2,
            },
            ...Object.entries(heavy).map(([name, test]) => ({ name, test, priority: 1 })),
          ],
        },
      },
    },
  },
})
