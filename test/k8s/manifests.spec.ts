import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { variableNames } from '#config/config.js';
import { projectFolder } from '#platform/project-folder.js';
import {
  allowedPortsFrom,
  containersOf,
  type Manifest,
  ofKind,
  podOf,
  selects,
  strings,
} from './read-manifests.js';

const APPS = ['analyzer', 'api', 'cast', 'editor', 'publisher'];
/** Those that load the models. */
const INFERRING = ['analyzer', 'api', 'cast'];
/** Checks manifests against Kubernetes' own schemas, offline; a Python package, see CONTRIBUTING. */
const VALIDATOR = process.env['CASTLINE_KUBERNETES_VALIDATE'];
const KUBERNETES = '1.34';

/** A kustomize of one's own, or the one in kubectl. */
const KUSTOMIZE = process.env['CASTLINE_KUSTOMIZE']
  ? [process.env['CASTLINE_KUSTOMIZE'], 'build']
  : ['kubectl', 'kustomize'];
const [kustomize = '', verb = ''] = KUSTOMIZE;
const hasKustomize = spawnSync(kustomize, [verb, '--help']).status === 0;

for (const overlay of ['single-node', 'cluster']) {
  const skip = hasKustomize
    ? false
    : 'neither kubectl nor CASTLINE_KUSTOMIZE: the manifests were not looked at';
  describe(`the manifests of ${overlay}`, { skip }, () => {
    let text = '';
    let all: Manifest[] = [];
    let scratch = '';

    before(() => {
      scratch = mkdtempSync(join(tmpdir(), 'castline-manifests-'));
      const folder = join(projectFolder(), 'k8s/overlays', overlay);
      text = execFileSync(kustomize, [verb, folder], { encoding: 'utf8' });
      all = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    const apps = () => ofKind(all, 'Deployment');

    it(
      'are valid by the schemas of Kubernetes',
      { skip: VALIDATOR ? false : 'CASTLINE_KUBERNETES_VALIDATE is not set' },
      () => {
        const file = join(scratch, 'all.yaml');
        writeFileSync(file, text);
        const result = spawnSync(VALIDATOR ?? '', ['-k', KUBERNETES, '--strict', file], { encoding: 'utf8' });
        assert.equal(result.status, 0, result.stderr + result.stdout);
        // it says nothing of a file that it could not read
        assert.equal((result.stderr + result.stdout).match(/ passed for resource /g)?.length, all.length);
      },
    );

    it('run each app, from a file that there is', () => {
      assert.deepEqual(
        apps()
          .map(({ metadata }) => metadata.name)
          .sort(),
        APPS,
      );
      for (const app of apps()) {
        const [entry] = strings(containersOf(app)[0]?.args);
        const source = entry?.replace(/^dist\//, '').replace(/\.js$/, '.ts') ?? '';
        assert.ok(existsSync(join(projectFolder(), source)), `${app.metadata.name} runs ${entry}`);
      }
    });

    it('configure with settings that there are', () => {
      const known = new Set(variableNames());
      const configured = ofKind(all, 'ConfigMap').flatMap(({ data }) => Object.keys(data ?? {}));
      const given = apps().flatMap((app) =>
        containersOf(app).flatMap(({ env }) => (env ?? []).map(({ name }) => name)),
      );
      assert.ok(configured.length > 0 && given.length > 0);
      for (const name of [...configured, ...given]) assert.ok(known.has(name), name);
    });

    it('let no app be root, write to its image, gain rights or use more than its share', () => {
      for (const app of apps()) {
        const { securityContext: pod, automountServiceAccountToken } = podOf(app);
        assert.equal(pod?.runAsNonRoot, true);
        assert.equal(automountServiceAccountToken, false);
        for (const { securityContext, resources, livenessProbe, readinessProbe } of containersOf(app)) {
          assert.equal(securityContext?.readOnlyRootFilesystem, true);
          assert.equal(securityContext.allowPrivilegeEscalation, false);
          assert.deepEqual(securityContext.capabilities, { drop: ['ALL'] });
          assert.ok(resources?.limits?.['memory'] && resources.requests?.['cpu']);
          assert.ok(livenessProbe && readinessProbe);
        }
      }
    });

    it('start no more inference threads than an app has cores', () => {
      for (const app of apps().filter(({ metadata }) => INFERRING.includes(metadata.name))) {
        const [container] = containersOf(app);
        const threads = container?.env?.find(({ name }) => name === 'CASTLINE_WORKERS')?.value;
        assert.ok(Number(threads) <= Number(container?.resources?.limits?.['cpu']), app.metadata.name);
      }
    });

    it('give an app longer to end than its work may take to drain', () => {
      for (const app of apps()) {
        const env = containersOf(app)[0]?.env ?? [];
        const drain = Number(env.find(({ name }) => name === 'CASTLINE_DRAIN_SECONDS')?.value);
        assert.ok(drain > 0 && drain < (podOf(app).terminationGracePeriodSeconds ?? 0), app.metadata.name);
      }
    });

    it('let an analyzer speak to the catalogue, the queue and a name server only', () => {
      const policies = ofKind(all, 'NetworkPolicy').filter((policy) => selects(policy, 'analyzer'));
      assert.deepEqual(allowedPortsFrom(policies), [53, 6379, 27017]);
      assert.deepEqual(
        allowedPortsFrom(ofKind(all, 'NetworkPolicy').filter((policy) => selects(policy, 'publisher'))),
        [53, 6379, 9092, 27017],
      );
    });

    it('hold secrets by reference only', () => {
      assert.equal(ofKind(all, 'Secret').length, 0);
      assert.doesNotMatch(text, /mongodb(\+srv)?:\/\/|rediss?:\/\//);
    });

    it('scale and protect apps that there are', () => {
      for (const scaler of ofKind(all, 'HorizontalPodAutoscaler'))
        assert.ok(APPS.includes(scaler.spec?.scaleTargetRef?.name ?? ''));
      if (overlay === 'cluster')
        assert.deepEqual(
          ofKind(all, 'PodDisruptionBudget')
            .map(({ metadata }) => metadata.name)
            .sort(),
          APPS,
        );
    });
  });
}
