// Checks manifests, a JSON array on standard input, against the schemas of Kubernetes and of the Prometheus operator in the npm packages kubernetes-models and
// @kubernetes-models/prometheus-operator: their validators see wrong types and what is missing, their declarations tell fields that there are not.
// Each fault is a line on standard output. The argument is the folder node_modules.
import { readFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
const packages = { 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };
const declarations = new Map();

function read(file) {
  if (!declarations.has(file)) declarations.set(file, readFileSync(file, 'utf8'));
  return declarations.get(file);
}

/** The file that a module name in a file means. */
function resolve(from, name) {
  const path = name.startsWith('.') ? join(dirname(from), name) : join(modules, name);
  return [path.replace(/\.js$/, '.d.ts'), `${path}.d.ts`, `${path}/index.d.ts`].find(existsSync);
}

/** The members of an interface that a file declares, with their types; undefined if it has none of that name. */
function members(file, type) {
  const text = read(file);
  const alias = new RegExp(`export type \\{[^}]*?\\b(\\w+) as ${type}\\b`).exec(text)?.[1] ?? type;
  const body = new RegExp(`export interface ${alias}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1];
  if (body === undefined) return undefined;
  const found = new Map();
  for (const [, name, of] of body.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/^ {4}"([^"]+)"\??: ([\s\S]*?);$/gm)) found.set(name, of);
  return { file, found };
}

/** Where a type that a file mentions is declared. */
function declared(file, type) {
  const imported = new RegExp(`import \\{[^}]*\\b${type}\\b[^}]*\\} from "([^"]+)"`).exec(read(file))?.[1];
  return imported ? resolve(file, imported) : file;
}

function walk(value, file, type, path, faults) {
  const list = /^Array<(.*)>$/s.exec(type)?.[1] ?? /^(.*)\[\]$/s.exec(type)?.[1];
  if (Array.isArray(value) && list) return value.forEach((item, i) => walk(item, file, list, `${path}[${i}]`, faults));
  if (value === null || typeof value !== 'object') return;
  // A map, or a type of no name.
  if (!/^\w+$/.test(type)) return;
  const at = declared(file, type);
  const known = at && members(at, type);
  if (!known) return;
  for (const [name, inner] of Object.entries(value)) {
    const of = known.found.get(name);
    if (of === undefined) faults.push(`${path}: there is no field ${name}`);
    else walk(inner, known.file, of, `${path}.${name}`, faults);
  }
}

let checked = 0;
for (const manifest of JSON.parse(readFileSync(0, 'utf8'))) {
  const [group, version] = manifest.apiVersion.includes('/') ? manifest.apiVersion.split('/') : ['', manifest.apiVersion];
  const name = `${manifest.kind} ${manifest.metadata?.name}`;
  const base = join(modules, packages[group] ?? 'kubernetes-models', group, version, manifest.kind);
  if (!existsSync(`${base}.js`)) {
    console.log(`${name}: no schema for ${manifest.apiVersion} ${manifest.kind}`);
    continue;
  }
  const { [manifest.kind]: Model } = await import(pathToFileURL(`${base}.js`));
  try {
    new Model(manifest).validate();
  } catch (fault) {
    console.log(`${name}: ${fault.message}`);
  }
  const faults = [];
  walk(manifest, `${base}.d.ts`, `I${manifest.kind}`, name, faults);
  faults.forEach((fault) => console.log(fault));
  checked++;
}
console.error(`${checked} checked`);
