/** compose and Kubernetes: what they give a node is what a node takes, and their files are of the form that their programs read. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentSchema } from '../../src/configuration/environment.ts';
import { loadHopExceptions, refuseOpenHops } from '../../src/configuration/hops.ts';

const deploy = resolve(import.meta.dirname, '../../deploy');

type Environment = Record<string, string>;

/** What a node looks at before anything else. @throws unless all is as it wants it */
function take(environment: Environment, hops: string): void {
  const known = Object.keys(environmentSchema.shape);
  expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
  const read = environmentSchema.parse(environment);
  refuseOpenHops(read, {}, loadHopExceptions(hops));
}

describe('compose', () => {
  interface Service {
    readonly image: string;
    readonly environment?: Environment;
    readonly volumes?: string[];
    readonly depends_on?: string[];
    readonly networks: { inside: { ipv4_address: string } };
  }
  const text = readFileSync(`${deploy}/compose/compose.yaml`, 'utf8')
    .replace(/\$\{KAPU_ISSUER:[^}]*\}/g, 'https://kapu.example')
    .replace(/\$\{REDIS_PASSWORD:[^}]*\}/g, 'titok');
  const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };

  it('gives both nodes what a node takes, and names why two ways are open', () => {
    for (const name of ['kapu-a', 'kapu-b']) {
      take(services[name]?.environment ?? {}, `${deploy}/compose/hops.json`);
    }
  });

  it('names servers and Sentinels by the addresses that they have', () => {
    const { KAPU_REDIS_URL = '', KAPU_PROXY_ADDRESSES } = services['kapu-a']?.environment ?? {};
    const addressOf = (name: string) => services[name]?.networks.inside.ipv4_address ?? '';
    const sentinels = ['sentinel-1', 'sentinel-2', 'sentinel-3'].map(addressOf);
    expect(KAPU_REDIS_URL.match(/[\d.]+(?=:26379)/g)).toEqual(sentinels);
    expect(KAPU_PROXY_ADDRESSES).toBe(addressOf('proxy'));
    expect(services['sentinel-1']?.environment?.MASTER).toBe(addressOf('redis-1'));
    const script = readFileSync(`${deploy}/compose/redis/start-server.sh`, 'utf8');
    expect(sentinels.filter((address) => !script.includes(`${address}:26379`))).toEqual([]);
    const written = JSON.stringify(services.proxy);
    expect(['kapu-a', 'kapu-b'].filter((name) => !written.includes(`${addressOf(name)}:3000`))).toEqual([]);
    expect(
      Object.values(services).flatMap(({ depends_on = [] }) => depends_on.filter((one) => !services[one])),
    ).toEqual([]);
  });
});

describe('Kubernetes', () => {
  interface Container {
    readonly ports: { name: string; containerPort: number }[];
    readonly startupProbe: { httpGet: { path: string; port: string } };
    readonly readinessProbe: { httpGet: { path: string; port: string } };
    readonly securityContext: object;
    readonly volumeMounts: { mountPath: string }[];
  }

  interface Kustomization {
    readonly resources: readonly string[];
    readonly configMapGenerator: readonly [{ readonly literals: readonly string[] }];
  }

  /** The base as `kubectl kustomize` puts it together, by kind. */
  function built(): Record<string, Record<string, never>> {
    const read = (name: string): unknown =>
      parse(readFileSync(`${deploy}/kubernetes/${name}`, 'utf8'), { merge: true });
    const { resources, configMapGenerator } = read('kustomization.yaml') as Kustomization;
    const [{ literals }] = configMapGenerator;
    const data = Object.fromEntries(literals.map((line) => line.split(/=(.*)/s)));
    const documents = resources.map(read) as { kind: string }[];
    return Object.fromEntries(
      [...documents, { kind: 'ConfigMap', data }].map((resource) => [resource.kind, resource as never]),
    );
  }

  it('gives a node what a node takes, encrypted all the way', () => {
    const { data } = built().ConfigMap as unknown as { data: Environment };
    take({ ...data, KAPU_REDIS_URL: 'rediss://kapu:titok@redis.example:6379/0' }, '/nowhere');
    expect(() => take({ ...data, KAPU_REDIS_URL: 'redis://redis.example:6379/0' }, '/nowhere')).toThrow(
      /rediss/,
    );
  });

  it('asks whether a pod is alive, and mounts what the environment names', () => {
    const { ConfigMap, Deployment, Service } = built() as unknown as {
      ConfigMap: { data: Environment };
      Deployment: { spec: { template: { spec: { enableServiceLinks: boolean; containers: [Container] } } } };
      Service: { spec: { ports: { targetPort: string }[]; selector: object } };
    };
    const pod = Deployment.spec.template.spec;
    const [container] = pod.containers;
    expect(pod.enableServiceLinks).toBe(false);
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
    for (const { httpGet } of [container.startupProbe, container.readinessProbe]) {
      expect(httpGet).toMatchObject({ path: '/health/live', port: 'https' });
    }
    const names = container.ports.map(({ name }) => name);
    expect(Service.spec.ports.filter(({ targetPort }) => !names.includes(targetPort))).toEqual([]);
    const files = Object.values(ConfigMap.data).filter((value) => value.startsWith('/etc/'));
    const mounted = container.volumeMounts.map(({ mountPath }) => `${mountPath}/`);
    expect(files.filter((file) => !mounted.some((place) => file.startsWith(place)))).toEqual([]);
  });
});
