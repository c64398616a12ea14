import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from './run.mjs';

/** A file of the project, as text. */
export const text = (file) => readFile(path.join(root, file), 'utf8');

/** A YAML file of the project, with its anchors and merges resolved. */
export const yaml = async (file) => parse(await text(file), { merge: true });

/** The names of metrics that Prometheus' rules and Grafana's panels ask for. */
export async function metricsAskedFor() {
  const rules = await yaml('compose/prometheus/rules.yml');
  const dashboard = JSON.parse(await text('compose/grafana/dashboards/actors.json'));
  const questions = [
    ...rules.groups.flatMap((group) => group.rules.map((rule) => rule.expr)),
    ...dashboard.panels.flatMap((panel) => (panel.targets ?? []).map((target) => target.expr)),
  ];
  return new Set(questions.flatMap((question) => question.match(/\b(?:actors|process|dotnet|kestrel|http|signalr)_[a-z0-9_]+/g) ?? []));
}
