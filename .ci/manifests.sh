#!/usr/bin/env bash
# Looks at the Kubernetes manifests without a cluster: built by kustomize, checked against Kubernetes' own schemas and our rules.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v kubectl >/dev/null || { echo 'kubectl is needed here' >&2; exit 1; }
venv="${TMPDIR:-/tmp}/castline-manifests-$(id -u)"
[ -x "$venv/bin/kubernetes-validate" ] || {
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check kubernetes-validate==1.37.0
}
CASTLINE_KUBERNETES_VALIDATE="$venv/bin/kubernetes-validate" npm run test:k8s
