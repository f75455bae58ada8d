#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The power is cut while several processes clone files on persistent memory and store to
# them through DAX mappings: the machine is killed, its memory stays.  xfs_repair -n then
# tells of a dirty log and of nothing else; the kernel recovers, and all is clean; files that
# had been synced are whole.
# TAP; KERNEL= chooses the kernel, SEED= what is done and when the power goes, CUTS= how
# often (2); KEEP= a folder for what did not pass.

. tests/lib/tap.sh
. tests/guest/lib.sh
export LC_ALL=C
seed=${SEED:-1} cuts=${CUTS:-2}
enough=40	# files sealed before the power may go
work=$(mktemp -d "${TMPDIR:-/tmp}/xfs-powercut.XXXXXX") || exit 1
vm=
let_go()
{
	[ -z "$vm" ] || { kill "$vm" 2>/dev/null; wait "$vm"; }
	rm -rf "$work"
}
trap let_go EXIT
trap 'trap "" INT TERM HUP; exit 143' INT TERM HUP
. tests/lib/repair.sh
image=$work/image
logprint=$(tests/lib/peer 7.2 --exec xfs_logprint) || { echo "Bail out! no xfs_logprint"; exit 1; }
[ -x "$O/tests/guest/guest-churn" ] ||
	{ echo "Bail out! no guest-churn: make guest-tools"; exit 1; }

# boot ROUND: in the background
boot()
{
	tests/guest/vm --keep "$work" --pid "$work/pid" --pmem 512M --timeout 600 \
		--env O="$O" --env MKFS="$MKFS" --env PEER_REPAIR="$peer_72" \
		-- sh tests/guest/in/powercut.sh "$1" $((cuts + 1)) $((seed * 100 + $1)) \
		"$work/sealed" >"$work/said" 2>"$work/why" &
	vm=$!
}

# ended: sets vm_status; says again what was checked in the guest
ended()
{
	wait "$vm"
	vm_status=$?
	vm=
	[ "$vm_status" != 77 ] || skip_all "$(tail -n 1 "$work/why")"
	while IFS= read -r line; do
		case $line in
		"ok "*)		ok 0 "${line#ok * - }" ;;
		"not ok "*)	ok 1 "${line#not ok * - }" ;;
		"#"*)		echo "$line" ;;
		esac
	done <"$work/said"
}

# cut MILLISECONDS: the power, so long after enough has been done
cut()
{
	while [ "$(grep -c '^sealed' "$work/said")" -lt $enough ] && kill -0 "$vm" 2>/dev/null; do
		sleep 0.1
	done
	sleep $(($1 / 1000)).$(printf %03d $(($1 % 1000)))
	kill -KILL "$(cat "$work/pid")"
	ok $? "the power is cut $1 ms after $enough files were sealed"
	ended
	is $vm_status 124 "in the midst of it" || note <"$work/why"
	# A line that was cut short tells of nothing.
	grep -xE 'sealed [^ ]* [0-9a-f]{16}' "$work/said" | sed "s,^sealed ,&round$round/," \
		>>"$work/sealed"
}

# What the device held: the data of the namespace, which begins where its info block says.
copy_device()
{
	local at pages
	[ "$(dd if="$work/pmem0" bs=1 skip=4096 count=15 status=none)" = NVDIMM_PFN_INFO ] || return
	read -r at pages < <(od -A n -j $((4096 + 56)) -N 16 -t u8 "$work/pmem0")
	dd if="$work/pmem0" of="$image" bs=1M conv=sparse status=none \
		iflag=skip_bytes,count_bytes skip="$at" count=$((pages * 4096))
}

number()	# KEY: of the dirty log
{
	sed -n "s/^{\"type\": \"log\".*\"$1\": \([0-9]*\).*/\1/p" "$work/json"
}

# waiting: blocks of tail and head, transactions, and intents that nothing ended, as we say
waiting()
{
	echo "$(number tail_block) $(number head_block) $(number transactions)"
	sed -n 's/.*"unfinished": {\([^}]*\)}.*/\1/p' "$work/json" | tr ',' '\n' |
		sed 's/^ *"\(.*\)": /\1 /' | grep . | sort
}

# The same out of what xfs_logprint shows.  Intents go by their address in memory, which
# another may have later.
logprint_waiting()
{
	$logprint -t "$image" 2>/dev/null | awk '
		/log tail:/ { place = $3 " " $5 }
		/^TRANS:/ { n++ }
		/^\t?[A-Z]+[ID]: .* *id: *0x/ { sub(/.*:/, "", $NF)
			open[substr($1, 1, length($1) - 2), $NF] = $1 ~ /I:$/ }
		END { print place, n
		      name["EF"] = "extent free"; name["RU"] = "reverse map"
		      name["CU"] = "reference count"; name["BU"] = "extent map"
		      name["ATTR"] = "attribute"
		      for (k in open) { split(k, part, SUBSEP); left[name[part[1]]] += open[k] }
		      for (k in left) if (left[k]) print k, "intent", left[k] | "sort" }'
}

# kept: the image, if that is wanted
kept()
{
	note <"$work/json"
	[ -z "${KEEP:-}" ] || { mkdir -p "$KEEP" && cp --sparse=always "$image" "$KEEP/$seed-$round"; }
}

judge_dirty()
{
	local before
	before=$(stamp "$image")
	look "$image"
	is "$status $verdict$findings" "2 dirty " \
		"xfs_repair -n: the log is dirty, and that is all" || kept
	[ "$(number transactions)" -gt 0 ] && grep -q '"items": {"' "$work/json"
	ok $? "  $(number transactions) transactions in $(number records) records, torn blocks:\
 $(number torn_blocks)" || kept
	is "$(waiting)" "$(logprint_waiting)" \
		"  as xfs_logprint shows: $(waiting | sed 1d | paste -s -d,)" || kept
	look "$image" -L
	well_behaved && [[ $verdict = none || $verdict = optimize || $verdict = found ]] &&
		[[ $findings != *" 11"* ]]
	ok $? "  given up (-L), the rest is checked: $verdict" || kept
	is "$(stamp "$image")" "$before" "  nothing is changed"
	$peer_72 -f "$image" >"$work/peer" 2>&1
	is $? 2 "  the stock xfs_repair, too, wants it mounted first" || note <"$work/peer"
}

note "seed $seed"
RANDOM=$seed
: >"$work/sealed"
for round in $(seq "$cuts"); do
	boot "$round"
	cut $((RANDOM % 3000))
	copy_device
	ok $? "the device's contents are copied"
	judge_dirty
done
boot $((cuts + 1))
ended
is $vm_status 0 "the last machine ends by itself" || note <"$work/why"
done_testing
