# SPDX-License-Identifier: GPL-2.0-or-later
#
# Host side of the guest tests; sourced in the top folder after tests/lib/tap.sh.
# $KERNEL chooses the kernel, $O the build, $MKFS the mkfs.xfs under test.
#
#   in_guest NAME [VM-OPTION]...   runs tests/guest/in/NAME, which speaks TAP, in a
#                                  fresh machine, and ends this script as it ended

O=$(cd "${O:-.}" && pwd)
MKFS=${MKFS:-$O/mkfs/mkfs.xfs}

in_guest()
{
	in=tests/guest/in/$1
	shift
	[ -x "$O/tests/guest/guest-file" ] ||
		{ ok 1 "built: $O/tests/guest/guest-file (make guest-tools)"; done_testing; }
	why=$(mktemp)
	# A test that is told to end must take its machine along.
	trap 'trap "" INT TERM HUP; kill "$vm" 2>/dev/null; wait "$vm"; rm -f "$why"; exit 143' INT TERM HUP
	tests/guest/vm --env O="$O" --env MKFS="$MKFS" "$@" -- sh "$in" 2>"$why" &
	vm=$!
	wait "$vm"
	status=$?
	if [ "$status" = 77 ]; then
		reason=$(tail -n 1 "$why")
		rm -f "$why"
		skip_all "$reason"
	fi
	note <"$why"
	rm -f "$why"
	case $status in
	0|1)	exit "$status" ;;
	esac
	echo "not ok - the guest came to the end of $in (status $status)"
	exit 1
}
