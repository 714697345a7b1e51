#!/bin/sh
# Checks the deployment that runs. The options are those of `failsafe check`.
cd "$(dirname "$0")/.." && exec npx --no-install failsafe check --runtime compose "$@"
