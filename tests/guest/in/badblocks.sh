# SPDX-License-Identifier: GPL-2.0-or-later
# Bad blocks of a namespace, in the guest; see tests/guest/t-badblocks.sh.
. tests/guest/in/lib.sh


namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
start=$(start_of "$dev")
size=$(($(cat "/sys/block/${dev##*/}/size") * 512))

# In the middle of a group, where data goes and nothing of mkfs does.
free=$((size / 8 / 4096 * 4096))
[ -d /sys/kernel/debug/mce-inject ]
ok $? "the kernel can inject machine checks"
poison $free
ok $? "a machine check makes the kernel list a bad block at byte $free"
dd if="$dev" of=/dev/null bs=4096 count=1 skip=$((free / 4096)) iflag=direct 2>/dev/null
ok $((! $?)) "which cannot be read"
mkfs -m reflink=1 "$dev"
ok $? "mkfs.xfs succeeds where nothing of it would be bad"
listed=$(grep -i -c -E "bad.*($free|$((free / 512))|$((free / 4096))|$(printf 0x%x $free))" /tmp/mkfs.err)
is "$listed" 1 "and lists the bad range"
note </tmp/mkfs.err
mount -o dax=always "$dev" /mnt
ok $? "the filesystem mounts"
"$file" write /mnt/file $huge 1 && "$file" check /mnt/file $huge 1
ok $? "and holds a file"
umount /mnt

wipefs -a "$dev" >/dev/null 2>&1
poison 0
ok $? "now the first block is bad"
"$MKFS" -f -m reflink=1 "$dev" >/tmp/mkfs.out 2>/tmp/mkfs.err
is $? 1 "mkfs.xfs refuses, even with -f"
note </tmp/mkfs.err
grep -q -i bad /tmp/mkfs.err
ok $? "and says that it is for bad memory"
is "$(blkid -o value -s TYPE -p "$dev" 2>/dev/null)" "" "no filesystem is there afterwards"

# The log, in the middle of the device.
namespace 1 fsdax
ok $? "a second, sound namespace: $dev"
start=$(start_of "$dev")
mkfs -m reflink=1 "$dev"
ok $? "mkfs.xfs"
set -- $(xfs_db -r -c 'sb 0' -c 'p agblocks agblklog logstart' "$dev" | awk '{ print $3 }')
log=$((($3 >> $2) * $1 + ($3 & ((1 << $2) - 1)) + 100))
wipefs -a "$dev" >/dev/null 2>&1
poison $((log * 4096))
ok $? "block $log, under the log, goes bad"
"$MKFS" -m reflink=1 "$dev" >/tmp/mkfs.out 2>/tmp/mkfs.err
is $? 1 "mkfs.xfs refuses to put a log there"
note </tmp/mkfs.err
is "$(blkid -o value -s TYPE -p "$dev" 2>/dev/null)" "" "and leaves the namespace as it was"
done_testing
