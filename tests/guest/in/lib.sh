# SPDX-License-Identifier: GPL-2.0-or-later
#
# Guest side of the guest tests: namespaces, mkfs, and what the kernel says about
# huge pages and about itself.  Sourced in the top folder, inside the guest only.

[ "${GUEST-}" = 1 ] || { echo "only inside tests/guest/vm" >&2; exit 2; }
. tests/lib/tap.sh

# here PATH: the host's file, whose folder may be hidden by the guest's own.
here()
{
	case $1 in
	/tmp/*|/run/*|/mnt/*)	printf '/run/host%s' "$1" ;;
	*)			printf '%s' "$1" ;;
	esac
}

O=$(here "$O")
MKFS=$(here "$MKFS")
file=$O/tests/guest/guest-file
churn=$O/tests/guest/guest-churn
io=$O/io/xfs_io
trace=/sys/kernel/tracing
huge=2097152
release=$(uname -r)

note "kernel $release, $("$MKFS" -V 2>&1 | head -n 1)"

# namespace REGION MODE [NDCTL-ARG]...: sets $dev, the new namespace's device.
namespace()
{
	region=$1 mode=$2
	shift 2
	ndctl create-namespace -f -e "namespace$region.0" -m "$mode" "$@" \
		>/tmp/ndctl 2>&1 || { note </tmp/ndctl; return 1; }
	dev=/dev/$(sed -n 's/.*"blockdev":"\(.*\)".*/\1/p' /tmp/ndctl)
	[ -b "$dev" ]
}

# start_of DEVICE: physical address of its first byte, decimal.
start_of()
{
	name=${1##*/}
	part=0
	if [ -e "/sys/class/block/$name/partition" ]; then
		part=$(cat "/sys/class/block/$name/start")
		name=$(basename "$(dirname "$(readlink -f "/sys/class/block/$name")")")
	fi
	echo $(($(cat "/sys/class/block/$name/device/resource") + part * 512))
}

# poison OFFSET: the machine reports memory at that place of the device as bad.  A
# machine check of bank 4 with extended code 8 is a memory error to the kernel
# on the processor that qemu shows, and the NVDIMM driver takes note of it.
poison()
{
	mce=/sys/kernel/debug/mce-inject
	echo sw >$mce/flags && echo 0 >$mce/cpu &&
	printf '0x%x' $((start + $1)) >$mce/addr &&
	echo 0xbe0000000008009f >$mce/status && echo 0x8c >$mce/misc &&
	echo 4 >$mce/bank
	tries=0
	until grep -q "^$(($1 / 512)) " "/sys/block/${dev##*/}/badblocks"; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || return 1
		sleep 0.1
	done
}

# mkfs ARG...: output in /tmp/mkfs.out and /tmp/mkfs.err, which
# is noted on failure.
mkfs()
{
	"$MKFS" "$@" >/tmp/mkfs.out 2>/tmp/mkfs.err
	mkfs_status=$?
	[ "$mkfs_status" = 0 ] || head -n 4 /tmp/mkfs.err | note
	return "$mkfs_status"
}

# says REGEX FILE: how many lines of it match, case aside.
says()
{
	grep -c -i -E "$1" "$2"
}

# The kernel's log since klog_mark.
klog_mark()
{
	klog_from=$(dmesg | wc -l)
}

klog()
{
	dmesg | tail -n +$((${klog_from:-0} + 1))
}

# Lines that mean the kernel is unhappy with itself or with the filesystem.
klog_trouble()
{
	klog | grep -E 'WARNING:|BUG:|Oops|Call Trace|general protection|XFS .*(orrupt|shut|error)|I/O error'
}

no_trouble()
{
	if klog_trouble >/tmp/trouble; then
		ok 1 "$*"
		note </tmp/trouble
	else
		ok 0 "$*"
	fi
}

# The one thing known to go wrong, and why 6.2 is the baseline to recommend: on 6.0
# and 6.1 a second mapping of a shared block makes the kernel warn.
no_other_trouble()
{
	case $release in
	6.[01].*) ;;
	*)	no_trouble "$*"; return ;;
	esac
	known='dax_insert_entry|dax_disassociate_entry'
	if klog_trouble | grep -qE "$known"; then
		note "seen: the known fault of 6.0 and 6.1, a warning in dax_insert_entry"
		klog_trouble | grep -vE "$known|Call Trace" >/tmp/trouble
	else
		klog_trouble >/tmp/trouble
	fi
	is "$(cat /tmp/trouble)" "" "$*"
}

# faults COMMAND...: runs it and prints what became of each of its huge-page
# faults on DAX files: NOPAGE when a huge page was mapped, FALLBACK when not.
faults()
{
	echo 0 >$trace/tracing_on
	: >$trace/trace
	echo 1 >$trace/events/fs_dax/dax_pmd_fault_done/enable
	echo 1 >$trace/tracing_on
	"$@" >/tmp/faults.out
	faults_status=$?
	echo 0 >$trace/tracing_on
	sed -n 's/.*dax_pmd_fault_done:.* \([A-Z|]*\)$/\1/p' $trace/trace | sort -u |
		tr '\n' ' ' | sed 's/ $//'
	return $faults_status
}

# first FILE: "DEVICE-OFFSET LENGTH" of its first extent.
first()
{
	"$file" map "$1" | awk 'NR == 1 { print $2, $3 }'
}

# device_offset FILE OFFSET: where on the device that byte is.
device_offset()
{
	"$file" map "$1" | awk -v at="$2" '
		at >= $1 && at < $1 + $3 { printf "%.0f\n", $2 + at - $1 }'
}

# is_huge FILE WHAT: its first 2 MiB are one piece of memory on a 2 MiB boundary
# ($start is where the device begins), by the map of the file, by the memory behind
# a mapping, and by the word of the kernel that it mapped a huge page.
is_huge()
{
	set -- "$1" "$2" $(first "$1")
	want=$((start + $3))
	[ $((want % huge)) = 0 ] && [ "$4" -ge $huge ]
	ok $? "$2: the first $4 bytes are at $(printf 0x%x $want), on 2 MiB"
	f=$(faults "$file" phys "$1" 0)
	is "$(cat /tmp/faults.out)" "$(printf 0x%x $want)" "$2: that is where a mapping finds them"
	is "$f" NOPAGE "$2: the kernel maps a huge page"
}

# eligible FILE: how many bytes of it, by daxmap.
eligible()
{
	"$io" -r -c 'daxmap -j' "$1" 2>/dev/null | tr -d ' ,' |
		sed -n 's/^"eligible":\([0-9]*\)$/\1/p' | tail -n 1
}

# say KEY [FILE]: a number or word of the JSON report in FILE or /tmp/report.
say()
{
	sed -n "s/^ *\"$1\": \([0-9a-z]*\),*$/\1/p" "${2:-/tmp/report}"
}

# shared_bytes FILE
shared_bytes()
{
	"$file" map "$1" | awk '/ shared/ { n += $3 } END { print n + 0 }'
}

# Our checker and the stock one, $PEER_REPAIR or what is installed: offline, no change.
repair_clean()
{
	"$O/repair/xfs_repair" -n "$1" >/tmp/repair.out 2>&1
	repair_status=$?
	ok $repair_status "xfs_repair -n is content with $2" || note </tmp/repair.out
	${PEER_REPAIR:-xfs_repair} -n "$1" >/tmp/repair.out 2>&1
	repair_status=$?
	ok $repair_status "stock xfs_repair -n is content with $2" || note </tmp/repair.out
}
