# SPDX-License-Identifier: GPL-2.0-or-later
# Pmem devices in use, in the guest; see tests/guest/t-safety.sh.
. tests/guest/in/lib.sh

# refused REGEX WHAT ARG...: exit status 1 and one line that says so.
refused()
{
	want=$1 what=$2
	shift 2
	"$MKFS" "$@" >/tmp/refused.out 2>/tmp/refused.err
	[ $? = 1 ] && [ "$(wc -l </tmp/refused.err)" = 1 ] &&
		grep -qE -- "$want" /tmp/refused.err
	ok $? "$what" || note </tmp/refused.err
}

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
whole=$dev

dmsetup create linear --table "0 819200 linear $whole 4096" >/tmp/dm 2>&1
ok $? "device mapper holds it" || note </tmp/dm
mapped=/dev/$(basename "$(readlink -f /sys/class/block/dm-0)")
is "$(cat /sys/block/dm-0/queue/dax)" 1 "and offers DAX itself"
refused "$whole is held by dm-0" "below device mapper the namespace is refused" -f "$whole"
mkfs -m reflink=1 "$mapped"
ok $? "on device mapper a filesystem is made"
is "$(says experimental /tmp/mkfs.err)" 1 "reflink with DAX through device mapper is experimental"
is "$(says 'not known' /tmp/mkfs.err)" 1 "and that the address is not known is said"
mount -o dax=always "$mapped" /mnt
ok $? "it mounts with dax=always"
"$file" write /mnt/file $huge 1
"$file" is-dax /mnt/file
ok $? "and a file on it is DAX"
refused "${mapped#/dev/} is mounted on /mnt|$mapped is mounted on /mnt" \
	"while mounted it is refused" -f "$mapped"
umount /mnt
repair_clean "$mapped" "it"
dmsetup remove linear
wipefs -a "$whole" >/dev/null 2>&1

printf 'label: gpt\nsize=320M\nsize=64M\n' | sfdisk -q "$whole" >/tmp/sfdisk 2>&1
[ -b "${whole}p2" ]
ok $? "the namespace is partitioned" || note </tmp/sfdisk
mkfs -m reflink=0 "${whole}p1" && mount "${whole}p1" /mnt
ok $? "a partition is formatted and mounted"
refused "$whole has a partition ${whole#/dev/}p1 that is mounted on /mnt" \
	"the whole namespace is refused" -f "$whole"
refused "${whole}p1 is mounted on /mnt" "and the partition" -f "${whole}p1"
refused "${whole}p1 is mounted on /mnt" "also as a log device" -f \
	-l "logdev=${whole}p1" "${whole}p2"
umount /mnt
repair_clean "${whole}p1" "the partition"
refused "$whole already holds a partition table \(gpt\)" \
	"the partition table is refused by name"  "$whole"
done_testing
