#!/bin/sh
# Looks at what is staged. The options are those of `failsafe precommit`.
cd "$(dirname "$0")/.." && exec npx --no-install failsafe precommit "$@"
