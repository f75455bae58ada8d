# SPDX-License-Identifier: GPL-2.0-or-later
# daxmap, in the guest; see tests/guest/t-daxmap.sh.
. tests/guest/in/lib.sh

XFS_IO=$(here "$XFS_IO")
m=/tmp/map.json

# map FILE [OPTION]...: what daxmap says, as JSON in $m and /tmp/map.err
map()
{
	"$XFS_IO" -r -c "daxmap -j -v $2 $3" "$1" >$m 2>/tmp/map.err
}

# says_so FILTER WANT WHAT: of the last map.
says_so()
{
	is "$(jq -c "$1" $m)" "$2" "$3"
}

# states FILE: of its pieces, in order; a hole of several counts once.
states()
{
	map "$1" && jq -r '.pieces[].state' $m | tr '\n' ' ' | sed 's/ $//'
}

# address FILE OFFSET: by daxmap.
address()
{
	map "$1" && jq -r --argjson at "$2" '.extents[] |
		select(.offset <= $at and .offset + .length > $at) | .address + $at - .offset' $m
}

# where_kernel_says FILE OFFSET WHAT
where_kernel_says()
{
	is "$(printf 0x%x "$(address "$1" "$2")")" "$("$file" phys "$1" "$2")" "$3"
}

# fault FILE OFFSET WANT WHAT: what became of a load there.
fault()
{
	is "$(faults "$file" load "$1" "$2")" "$3" "$4"
}

# The kernel remembers in which size it mapped shared memory through one file, even when
# no process maps it any more.  Asked for the other size through another file, 7.2 warns
# (dax_insert_entry, vmf_insert_folio_pmd) and sends SIGBUS: it must forget first.  6.1
# maps both, but on a fresh mount uses files that share blocks without DAX.
forget()
{
	case $release in
	6.[01].*)	return ;;
	esac
	umount /mnt && mount -o dax=always "$dev" /mnt
}

aligned()
{
	klog_mark
	namespace 0 fsdax && start=$(start_of "$dev")
	ok $? "a namespace: $dev at $(printf 0x%x "$start")"
	mkfs -f -m reflink=1 -d extszinherit=512,cowextsize=512 "$dev" &&
		mount -o dax=always "$dev" /mnt
	ok $? "mkfs.xfs and mount"
	"$file" write /mnt/f $((4 * huge)) 1 $huge
	is "$(states /mnt/f)" "eligible eligible eligible eligible" "a file of four pieces"
	is "$(grep -c EXPERIMENTAL /tmp/map.err)" 1 "the EXPERIMENTAL sentence is said once"
	says_so '[.dax, .addresses, .device_start]' "[true,\"memory\",$start]" \
		"it is used with DAX; addresses are in physical memory"
	says_so .totals "{\"mapped\":$((4 * huge)),\"shared\":0,\"eligible\":$((4 * huge)),\"eligible_if_realigned\":$((4 * huge)),\"bad\":0}" \
		"totals"
	is "$(address /mnt/f 0)" $((start + $(device_offset /mnt/f 0))) \
		"its address is the namespace's start and the offset within"
	where_kernel_says /mnt/f 0 "that is where a mapping finds it"
	where_kernel_says /mnt/f $((3 * huge + 40960)) "and a page within its last piece"
	fault /mnt/f $huge NOPAGE "the kernel maps a huge page"
}

shared()
{
	for i in 1 2 3; do
		"$file" clone /mnt/f /mnt/c$i
	done
	map /mnt/f
	says_so '[.extents[] | [.shared, .owners]] | unique' '[[true,4]]' \
		"a file and three clones: four owners"
	dd if=/dev/zero of=/mnt/c1 bs=4096 count=1 seek=768 conv=notrunc status=none
	is "$(states /mnt/c1)" "eligible split eligible eligible" \
		"4 KiB written to a clone: that piece is split"
	says_so '.not_eligible.split' $huge "  by its 2 MiB"
	fault /mnt/c1 $((huge + 5)) FALLBACK "  and the kernel maps small pages there"
	fault /mnt/c1 5 NOPAGE "  but a huge one before it"
	map /mnt/f
	says_so '[.extents[] | [.offset, .length, .owners]]' \
		"[[0,3145728,4],[3145728,4096,3],[3149824,$((4 * huge - 3149824)),4]]" \
		"the source has one owner less there"
	is "$(states /mnt/f)" "eligible eligible eligible eligible" "  and is as eligible as before"
	forget
	fault /mnt/f $((huge + 5)) NOPAGE "  as the kernel says"
	f=$(faults "$file" store /mnt/c2 $((2 * huge + 77)) 1 1)
	is "$f" NOPAGE "a store through mmap to a clone copies a huge page"
	is "$(states /mnt/c2)" "eligible eligible eligible eligible" "  which stays eligible"
	says_so "[.extents[] | select(.owners == 1) | [.offset, .length]]" "[[$((2 * huge)),$huge]]" \
		"  and is its own now"
	where_kernel_says /mnt/c2 $((2 * huge)) "  where a mapping finds it"
}

# The file's end: its last page counts in full.
ends()
{
	"$file" write /mnt/end1 $((huge - 100)) 1 $huge
	is "$(states /mnt/end1)" eligible "a file of 2 MiB less 100 bytes is eligible"
	fault /mnt/end1 0 NOPAGE "  as the kernel says"
	"$file" write /mnt/end2 $((huge - 4096)) 1 $huge
	is "$(states /mnt/end2)" length "a page less is too short"
	fault /mnt/end2 0 FALLBACK "  as the kernel says"
	fallocate -l $((2 * huge)) /mnt/unwritten && truncate -s $((2 * huge)) /mnt/hole
	is "$(states /mnt/unwritten),$(states /mnt/hole)" "unwritten unwritten,hole" \
		"unwritten pieces and holes are named"
	"$file" write /mnt/small 4096 1
	"$file" write /mnt/punched $((2 * huge)) 1 $huge
	fallocate -p -o $((huge + 65536)) -l 65536 /mnt/punched
	is "$(states /mnt/punched)" "eligible hole" "a hole in a part of a piece is one"
}

others()
{
	chmod 644 /mnt/c2
	setpriv --reuid=65534 --clear-groups "$XFS_IO" -r -c "daxmap -j" /mnt/c2 >$m 2>/tmp/map.err
	says_so '[.addresses, .device_start, .extents[0].address, ([.extents[].owners] | unique)]' \
		"[\"device\",0,$(device_offset /mnt/c2 0),[null,1]]" \
		"others than root see addresses on the device, and no owners of what is shared"
	map /mnt/c2
	before=$(jq -c .extents $m)
	umount /mnt && mount -o dax=never "$dev" /mnt
	ok $? "mounted with dax=never"
	map /mnt/c2
	says_so .dax false "it is not used with DAX"
	says_so .extents "$before" "  and where it was"
	umount /mnt && mount -o dax=always "$dev" /mnt
	ok $? "mounted with dax=always again"
	"$file" is-dax /mnt/c2 && dax=true || dax=false
	map /mnt/c2
	says_so .dax $dax "  whether a file with shared blocks is used with DAX then ($dax) is told"
}

bad()
{
	at=$((huge + 12288))
	poison "$(device_offset /mnt/f $at)"
	ok $? "the memory behind byte $at goes bad"
	map /mnt/f
	note <"/sys/block/${dev##*/}/badblocks"
	says_so '[.extents[].bad[]] | [length, .[0].offset, .[0].address]' \
		"[1,$at,$(address /mnt/f $at)]" "it is shown where it is"
	says_so '[.extents[] | select(.bad[].offset) | [.offset, .length]]' \
		'[[0,3145728]]' "  within its extent"
	says_so '.totals.bad' "$(($(awk '{ n += $2 } END { print n }' "/sys/block/${dev##*/}/badblocks") * 512))" \
		"  and as long as the kernel has it"
	"$XFS_IO" -r -c daxmap /mnt/f >/tmp/out 2>/dev/null
	is "$(awk '$1 == "bad" { print $2, $4 }' /tmp/out)" \
		"$at $(printf 0x%x "$(address /mnt/f $at)")" "  in text, too"
	map /mnt/c3
	says_so '[.extents[].bad[].offset]' "[$at]" "a clone that shares it has it"
	map /mnt/small
	says_so '.totals.bad' 0 "a file elsewhere has not"
	umount /mnt
}

# A partition that begins off a 2 MiB boundary of memory.
partition()
{
	namespace 1 fsdax && printf 'start=2080\n' | sfdisk -q "$dev" && udevadm settle 2>/dev/null
	tries=0
	until [ -b "${dev}p1" ] || [ $tries -ge 50 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	dev=${dev}p1
	start=$(start_of "$dev")
	mkfs -f -m reflink=0 -d extszinherit=512 "$dev" && mount -o dax=always "$dev" /mnt
	ok $? "a partition at $(printf 0x%x "$start"), $((start % huge)) bytes off a 2 MiB boundary"
	"$file" write /mnt/f $((2 * huge)) 1 $huge
	is "$(address /mnt/f 0)" $((start + $(device_offset /mnt/f 0))) \
		"the address counts from memory, not from the partition"
	where_kernel_says /mnt/f 4096 "  as a mapping does"
	fault=$(faults "$file" load /mnt/f 0)
	is "$(states /mnt/f)$(wc -c </tmp/map.err)" "eligible eligible0" \
		"it is eligible, and without reflink not experimental"
	is "$fault" NOPAGE "  and mapped huge"
	umount /mnt
}

# What lies on another device has no address on this one.
realtime()
{
	truncate -s 400m /tmp/data && truncate -s 100m /tmp/rt
	rt=$(losetup -f --show /tmp/rt) && data=$(losetup -f --show /tmp/data)
	mkfs.xfs -q -f -m reflink=0,rmapbt=0 -r rtdev="$rt" -d rtinherit=1 "$data" >/tmp/out 2>&1 &&
		mount -o rtdev="$rt" "$data" /mnt
	ok $? "a filesystem with a realtime device" || note </tmp/out
	"$file" write /mnt/f $((2 * huge)) 1 $huge
	is "$(states /mnt/f)" "no-address no-address" "a realtime file has no address there"
	says_so '[.extents[].address] | unique' '[null]' "  and none is shown"
	umount /mnt
	losetup -d "$rt" && losetup -d "$data"
}

aligned
shared
ends
others
no_other_trouble "the kernel complained of nothing"
bad
partition
realtime
done_testing
