# SPDX-License-Identifier: GPL-2.0-or-later
#
# TAP for tests written in sh; source it.
#
#   ok STATUS DESCRIPTION...      a check: good when STATUS is 0
#   is GOT WANT DESCRIPTION...    a check: good when the two strings are equal
#   skip REASON DESCRIPTION...    a check that cannot be made here
#   note TEXT...                  a line of detail; "| note" comments a pipe's lines
#   skip_all REASON               instead of any check; exits
#   done_testing                  prints the plan and exits, 1 if a check failed

tap_run=0 tap_failed=0

ok()
{
	tap_run=$((tap_run + 1))
	tap_status=$1
	shift
	if [ "$tap_status" = 0 ]; then
		echo "ok $tap_run - $*"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_run - $*"
	fi
	return "$tap_status"
}

is()
{
	tap_got=$1 tap_want=$2
	shift 2
	if [ "$tap_got" = "$tap_want" ]; then
		ok 0 "$*"
	else
		ok 1 "$*"
		note "got  '$tap_got'"
		note "want '$tap_want'"
		return 1
	fi
}

skip()
{
	tap_run=$((tap_run + 1))
	tap_reason=$1
	shift
	echo "ok $tap_run - $* # SKIP $tap_reason"
}

note()
{
	if [ $# -gt 0 ]; then
		printf '%s\n' "$*" | sed 's/^/# /'
	else
		sed 's/^/# /'
	fi
}

skip_all()
{
	echo "1..0 # SKIP $*"
	exit 0
}

done_testing()
{
	echo "1..$tap_run"
	[ "$tap_failed" = 0 ]
	exit
}
