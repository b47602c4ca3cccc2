#!/bin/sh
# DBMail's own program of this name, option for option.
exec "$(dirname "$(readlink -f "$0")")/jdbmail" dbmail-acl.sh "$@"
