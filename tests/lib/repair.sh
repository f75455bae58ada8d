# SPDX-License-Identifier: GPL-2.0-or-later
#
# Running xfs_repair -n, ours and the stock ones, in tests written in bash; source it after
# tap.sh, in the top folder, with $work set.
#
#   look IMAGE OPTION...        ours: sets status, verdict (found, optimize, none, dirty,
#                               failed), findings (ids, blanks around), nr_better (how many
#                               optimizations); $work/json, err
#   well_behaved                after look: a status of its own, in time, no sanitizer
#   theirs VERSION IMAGE OPTION...   sets peer_verdict (found, none, dirty, failed); $work/peer
#   stamp FILE                  what changes when anybody writes to it
#
# $REPAIR is the program under test; $LOOK_LIMIT seconds are its time (60); look runs it in
# the environment $look_env.

REPAIR=${REPAIR:-${O:-.}/repair/xfs_repair}
LOOK_LIMIT=${LOOK_LIMIT:-60}
look_env=()
[ -x "$REPAIR" ] || { echo "Bail out! no $REPAIR: make"; exit 1; }
peer_61=$(tests/lib/peer 6.1 --exec xfs_repair) || { echo "Bail out! no peer 6.1"; exit 1; }
peer_72=$(tests/lib/peer 7.2 --exec xfs_repair) || { echo "Bail out! no peer 7.2"; exit 1; }

look()
{
	local image=$1
	shift
	timeout -k 5 "$LOOK_LIMIT" env "${look_env[@]}" "$REPAIR" -n --json "$@" "$image" \
		>"$work/json" 2>"$work/err" </dev/null
	status=$?
	verdict=$(sed -n 's/.*"type": "summary".*"verdict": "\([a-z ]*\)".*/\1/p' "$work/json")
	findings=" $(sed -n 's/.*"type": "finding","id": \([0-9]*\).*/\1/p' "$work/json" |
		sort -u | tr '\n' ' ')"
	nr_better=$(sed -n 's/.*"optimization": \([0-9]*\).*/\1/p' "$work/json")
	case $verdict in
	damaged)		verdict=found ;;
	"could be better")	verdict=optimize ;;
	clean)			verdict=none ;;
	incomplete)		verdict=none; [ -n "${UNFINISHED:-}" ] || verdict=incomplete ;;
	"dirty log")		verdict=dirty ;;
	*)			verdict=failed ;;
	esac
}

well_behaved()
{
	case $status in
	0|1|2)	;;
	*)	return 1 ;;
	esac
	! grep -qE 'Sanitizer|runtime error' "$work/err"
}

theirs()
{
	local command=$peer_72 rc
	[ "$1" = 7.2 ] || command=$peer_61
	shift
	local image=$1
	shift
	timeout -k 5 "$LOOK_LIMIT" $command -n -f "$@" "$image" >"$work/peer" 2>&1 </dev/null
	rc=$?
	case $rc in
	0)	peer_verdict=none ;;
	1)	peer_verdict=found ;;
	2)	peer_verdict=dirty ;;
	*)	peer_verdict=failed ;;
	esac
}

stamp()
{
	stat -c '%y %s %b' "$1"
}
