#!/usr/bin/env bash
# Looks at the Kubernetes manifests without a cluster: built by kustomize, checked against Kubernetes' own schemas and our rules.
set -euo pipefail
cd "$(dirname "$0")/.."
tools="${TMPDIR:-/tmp}/castline-manifests-$(id -u)"
[ -x "$tools/bin/kubernetes-validate" ] || {
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check kubernetes-validate==1.37.0
}
[ -x "$tools/bin/kustomize" ] || GOBIN="$tools/bin" go install sigs.k8s.io/kustomize/kustomize/v5@v5.5.0
export CASTLINE_KUBERNETES_VALIDATE="$tools/bin/kubernetes-validate" CASTLINE_KUSTOMIZE="$tools/bin/kustomize"
npm run test:k8s
