# SPDX-License-Identifier: GPL-2.0-or-later
# Where DAX cannot be had, in the guest; see tests/guest/t-warn.sh.
. tests/guest/in/lib.sh

# warns REGEX WHAT: exactly one line on standard error says so.
warns()
{
	is "$(says "$1" /tmp/mkfs.err)" 1 "$2" || note </tmp/mkfs.err
}

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
echo 'label: gpt
size=320MiB
size=320MiB' | sfdisk -q "$dev" >/tmp/sfdisk 2>&1 && [ -b "${dev}p2" ]
ok $? "with two partitions" || note </tmp/sfdisk
whole=$dev
part=${dev}p1

klog_mark
mkfs -f -m reflink=1 "$part"
ok $? "mkfs.xfs -m reflink=1 $part"
warns 'is a partition' "one line warns of the partition"
warns experimental "one line says that it is experimental"
mount -t xfs -o dax=always "$part" /mnt 2>/tmp/mount.err
ok $((! $?)) "mount -o dax=always on it fails indeed"
klog | grep -i dax | note
mount -o dax=inode "$part" /mnt
ok $? "mount -o dax=inode does not"
"$file" write /mnt/file $huge 1
ok $? "and can be written"
umount /mnt
repair_clean "$part" "it"

mkfs -f -m reflink=0 "$part"
ok $? "mkfs.xfs -m reflink=0 $part"
is "$(says experimental /tmp/mkfs.err)" 0 "without reflink nothing is experimental"
mount -o dax=always "$part" /mnt
ok $? "mount -o dax=always on that succeeds"
"$file" write /mnt/file $((2 * huge)) 1
"$file" is-dax /mnt/file
ok $? "with DAX"
start=$(start_of "$part")
is_huge /mnt/file "though the partition starts at $(printf 0x%x "$start")"
umount /mnt

"$MKFS" "$whole" >/tmp/mkfs.out 2>/tmp/mkfs.err
is $? 1 "the partitioned disk as a whole is refused"
warns 'partition table' "in a sentence that names what is there"

namespace 1 raw
ok $? "a raw namespace: $dev"
is "$(cat "/sys/block/${dev##*/}/queue/dax")" 0 "which offers no DAX"
mkfs -f "$dev"
ok $? "mkfs.xfs $dev"
warns 'raw mode' "one line warns that the namespace is raw"
is "$(says experimental /tmp/mkfs.err)" 0 "reflink without DAX is not called experimental"
mount -o dax=always "$dev" /mnt && "$file" write /mnt/file $huge 1 &&
	{ "$file" is-dax /mnt/file; [ $? = 1 ]; }
ok $? "it mounts, silently without DAX"
umount /mnt
mkfs -f -d daxinherit=1 "$dev"
ok $? "mkfs.xfs -d daxinherit=1 $dev"
warns daxinherit "one line warns that the flag is of no use there"

namespace 1 sector
ok $? "a sector-mode namespace: $dev"
mkfs -f "$dev"
ok $? "mkfs.xfs $dev"
warns 'sector mode' "one line warns of the mode"
mount "$dev" /mnt
ok $? "it mounts"
umount /mnt
repair_clean "$dev" "it"
ndctl destroy-namespace -f namespace1.0 >/dev/null 2>&1

mkfs -f -b size=1k "$whole"
is "$mkfs_status" 1 "blocks smaller than pages are refused on fsdax"
warns '4096|page size' "in a sentence that names the size"

mkfs -f -m reflink=1,rmapbt=0 "$whole"
ok $? "mkfs.xfs -m reflink=1,rmapbt=0 $whole"
warns rmapbt "one line warns that sharers of bad memory could not be told"

mkfs -f "$whole" && mount "$whole" /mnt
ok $? "a filesystem in use"
"$MKFS" -f "$whole" >/tmp/mkfs.out 2>/tmp/mkfs.err
is $? 1 "is refused even with -f"
warns mounted "because it is mounted"
umount /mnt
"$MKFS" "$whole" >/tmp/mkfs.out 2>/tmp/mkfs.err
is $? 1 "an old filesystem is refused without -f"
warns 'filesystem \(xfs\)' "by its name"
no_trouble "the kernel complained of nothing else"
done_testing
