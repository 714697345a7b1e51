#!/bin/sh
# Watches the deployment: monitor (begins it in the background), status, logs, alerts, stop. The options are those of `failsafe monitor`.
cd "$(dirname "$0")/.." || exit 2
export FAILSAFE_RUNTIME="${FAILSAFE_RUNTIME:-compose}"
case "${1-}" in
  monitor) shift; exec npx --no-install failsafe monitor --detach "$@" ;;
  status | logs | alerts | stop) exec npx --no-install failsafe monitor "$@" ;;
  *) echo "usage: $0 monitor|status|logs|alerts|stop [options]; \`failsafe monitor --help\` lists them" >&2; exit 2 ;;
esac
