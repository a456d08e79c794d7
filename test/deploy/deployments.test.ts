/** compose and Kubernetes: what they give a node is what a node takes, and their files are of the form that their programs read. */
import { existsSync, readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadHopExceptions, refuseOpenHops } from '../../src/configuration/connections/hops.ts';
import { environmentSchema } from '../../src/configuration/environment.ts';

const deploy = resolve(import.meta.dirname, '../../deploy');

type Environment = Record<string, string>;

/** What a node looks at before anything else. @throws unless all is as it wants it */
function take(environment: Environment, hops: string): void {
  const known = Object.keys(environmentSchema.shape);
  expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
  const read = environmentSchema.parse(environment);
  refuseOpenHops(read, {}, loadHopExceptions(hops));
}

interface Service {
  readonly image: string;
  readonly environment?: Environment;
  readonly volumes?: string[];
  readonly depends_on?: string[];
  readonly entrypoint?: string[];
  readonly command?: string[];
  readonly ports?: string[];
  readonly secrets?: string[];
  readonly networks: { inside: { ipv4_address: string } };
}

interface Composed {
  readonly services: Record<string, Service>;
  readonly networks: { inside: { ipam: { config: [{ subnet: string }] } } };
  readonly volumes: object;
  readonly secrets: Record<string, { file: string }>;
}

const text = readFileSync(`${deploy}/compose/compose.yaml`, 'utf8');

function composed(): Composed {
  const filled = text
    .replace(/\$\{KAPU_ISSUER:[^}]*\}/g, 'https://kapu.example')
    .replace(/\$\{REDIS_PASSWORD:[^}]*\}/g, 'titok');
  return parse(filled, { merge: true }) as Composed;
}

describe('compose', () => {
  const { services } = composed();

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

describe('compose, as a whole', () => {
  type Mount = { readonly from: string; readonly to: string };
  const { services, networks, volumes, secrets } = composed();
  const all = Object.entries(services);
  const nodes = all.filter(([name]) => name.startsWith('kapu-'));
  const containerfile = readFileSync(`${deploy}/Containerfile`, 'utf8');
  const mountsOf = ({ volumes: mounts = [] }: Service): Mount[] =>
    mounts.map((mount) => {
      const [from = '', to = ''] = mount.split(':');
      return { from, to };
    });

  it('gives each service an image of its own, and an address in the network that nobody else has', () => {
    expect(
      all.filter(([, { image }]) => !/^(kapu|docker\.io\/library\/[\w-]+:[\w.-]+)$/.test(image)),
    ).toEqual([]);
    const [{ subnet }] = networks.inside.ipam.config;
    const addresses = all.map(([, service]) => service.networks.inside.ipv4_address);
    expect(new Set(addresses).size).toBe(all.length);
    const network = new BlockList();
    const [address = '', bits = ''] = subnet.split('/');
    network.addSubnet(address, Number(bits));
    expect(addresses.filter((one) => !network.check(one))).toEqual([]);
  });

  it('mounts what there is: files beside it, or that it says stand there, and volumes that it names', () => {
    const mounts = all.flatMap(([, service]) => mountsOf(service));
    const files = mounts.filter(({ from }) => from.startsWith('.')).map(({ from }) => from);
    const byOperator = ['./site.pem', ...Object.values(secrets).map(({ file }) => file)];
    const missing = files.filter((file) => !existsSync(resolve(deploy, 'compose', file)));
    expect(missing.filter((file) => !byOperator.includes(file))).toEqual([]);
    for (const file of byOperator) {
      expect(text.slice(0, text.indexOf('name: kapu'))).toContain(file.slice(2));
    }
    const named = mounts.filter(({ from }) => !from.startsWith('.')).map(({ from }) => from);
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
    const ownVolume = all.filter(([name]) => /^(redis|sentinel)-/.test(name));
    expect(ownVolume.filter(([name, service]) => mountsOf(service)[0]?.from !== name)).toEqual([]);
  });

  it('has its secrets where the environment says', () => {
    for (const [, { environment, secrets: given = [] }] of nodes) {
      expect(Object.keys(secrets)).toEqual(given);
      expect(environment?.KAPU_SECRETS_FILE).toBe(`/run/secrets/${given[0]}`);
    }
  });

  it('starts nodes as their image has them, where its health check asks, and mounts what they read', () => {
    const [, home] = /^WORKDIR (.*)$/m.exec(containerfile) ?? [];
    const [, data] = /KAPU_DATA_DIR=(\S+)/.exec(containerfile) ?? [];
    const [, port] = /^EXPOSE (\d+)$/m.exec(containerfile) ?? [];
    expect(containerfile).toContain('HEALTHCHECK');
    for (const [, node] of nodes) {
      expect(node.command?.at(-1)).toBe(`${home}/dist/supervisor.js`);
      expect(String(environmentSchema.parse(node.environment).KAPU_PORT)).toBe(port);
      expect(mountsOf(node).map(({ to }) => to)).toEqual([`${home}/config/hops.json`, data]);
    }
  });

  it('has HAProxy take the example: what is changed in it, the files it reads, the port that is open', () => {
    const { entrypoint = [], ports, ...proxy } = services.proxy as Service;
    const example = readFileSync(`${deploy}/haproxy/haproxy.cfg`, 'utf8');
    const changes = [...entrypoint.join(' ').matchAll(/-e 's\/([^/]+)\/([^/]+)\/'/g)];
    expect(changes.map(([, , to]) => to)).toEqual(
      nodes.map(([, node]) => `${node.networks.inside.ipv4_address}:3000`),
    );
    expect(
      changes.filter(
        ([, from = '']) => !example.includes(`server a ${from} `) && !example.includes(`server b ${from} `),
      ),
    ).toEqual([]);
    const places = mountsOf(proxy).map(({ to }) => to);
    const [, certificate] = /ssl crt (\S+)/.exec(example) ?? [];
    expect(places).toContain(certificate);
    expect(places).toContain(/(\S+\.cfg) >/.exec(entrypoint.join(' '))?.[1]);
    const [, bound] = /bind :(\d+) /.exec(example) ?? [];
    expect(ports).toEqual([`${bound}:${bound}`]);
    expect(all.filter(([name, service]) => name !== 'proxy' && service.ports)).toEqual([]);
  });

  it('gives the servers and Sentinels what their scripts ask for, which call the group and the ports as the nodes do', () => {
    const { KAPU_REDIS_URL = '' } = services['kapu-a']?.environment ?? {};
    const { hostname, pathname, password, searchParams } = new URL(KAPU_REDIS_URL.replace(/,[^/]*\//, '/'));
    expect(hostname).not.toBe('');
    for (const [name, { entrypoint = [], environment = {}, ...service }] of all.filter(([one]) =>
      /^(redis|sentinel)-/.test(one),
    )) {
      const path = entrypoint.at(-1) ?? '';
      const { from = '', to = '' } = mountsOf(service).find((mount) => path.startsWith(`${mount.to}/`)) ?? {};
      const script = readFileSync(resolve(deploy, 'compose', from, path.slice(to.length + 1)), 'utf8');
      const demanded = [...script.matchAll(/\$([A-Z_]{2,})/g)].map(([, variable = '']) => variable);
      expect(demanded).toContain('REDIS_PASSWORD');
      expect([name, demanded.filter((variable) => !environment[variable])]).toEqual([name, []]);
      expect(environment.REDIS_PASSWORD).toBe(password);
      expect(script).toContain(`directory=\${DIRECTORY:-${mountsOf(service)[0]?.to}}`);
      expect(script).toContain(`port=\${PORT:-${name.startsWith('sentinel') ? 26379 : 6379}}`);
    }
    const sentinel = readFileSync(`${deploy}/compose/redis/start-sentinel.sh`, 'utf8');
    expect(sentinel).toContain(`sentinel monitor ${pathname.slice(1)} $MASTER \${MASTER_PORT:-6379} 2`);
    expect(searchParams.get('sentinel-password')).toBe(password);
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
