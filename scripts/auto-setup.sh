#!/bin/sh
# Sets the deployment up; --clean-images removes all of this project first, behind a backup. The options are those of `failsafe setup`.
cd "$(dirname "$0")/.." && exec npx --no-install failsafe setup --runtime compose "$@"
