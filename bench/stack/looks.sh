#!/bin/sh
# What people write without failsafe: looks at the reference application with curl, jq, psql and docker, one after another,
# and ends with 1 when one is red. The twelve kinds of looks in turn, until LOOKS are made.
#
#   WEB=http://127.0.0.1:80 PROJECT=NAME PGHOST=… PGPORT=… PGPASSWORD=… sh looks.sh LOOKS
set -u
red=0
psql_row() { psql -X -A -t -U postgres -d users_dev -c "$1"; }
state() { docker inspect -f '{{.State.Health.Status}}' "$PROJECT-$1-1"; }
status() { curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$WEB$1"; }
look() {
  case $(($1 % 12)) in
    0) [ "$(state users-db)" = healthy ] ;;
    1) [ "$(state users)" = healthy ] ;;
    2) [ "$(state client)" = healthy ] ;;
    3) [ "$(state nginx)" = healthy ] ;;
    4) [ "$(status /)" = 200 ] ;;
    5) [ "$(status /users/999999999)" = 404 ] ;;
    6) [ "$(status /auth/status)" = 401 ] ;;
    7) [ "$(curl -s --max-time 5 "$WEB/users/ping" | jq -r .status)" = success ] ;;
    8) [ "$(curl -s --max-time 5 "$WEB/users" | jq '.data.users | length')" -ge 0 ] ;;
    9) [ "$(psql_row 'select 1')" = 1 ] ;;
    10) [ "$(psql_row 'select count(*) >= 0 from users')" = t ] ;;
    11) [ "$(psql_row 'select count(*) from pg_stat_activity')" -lt 80 ] ;;
  esac
}
n=0
while [ "$n" -lt "$1" ]; do
  look "$n" || { echo "look $n is red" >&2; red=1; }
  n=$((n + 1))
done
exit "$red"
