# SPDX-License-Identifier: GPL-2.0-or-later
# DAX by inode flag, in the guest; see tests/guest/t-inode.sh.
. tests/guest/in/lib.sh

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
mkfs -m reflink=1 -d daxinherit=1 "$dev"
ok $? "mkfs.xfs -m reflink=1 -d daxinherit=1 $dev"
is "$(says experimental /tmp/mkfs.err)" 1 "mkfs says once that reflink with DAX is experimental"

klog_mark
mount -o dax=inode "$dev" /mnt
ok $? "mount -o dax=inode" || { klog | note; done_testing; }
mkdir /mnt/folder
for f in /mnt/new /mnt/folder/new; do
	"$file" write $f $huge 1
	"$file" is-dax $f
	ok $? "$f: statx says DAX"
done
"$file" clone /mnt/new /mnt/clone
ok $? "a DAX file is cloned to a DAX file"
"$file" store /mnt/clone 5000 3 1
ok $? "a store through a mapping of the clone"
"$file" check /mnt/new $huge 1
ok $? "does not reach the source"

# The flag goes with the folder: without it there is no DAX, and a file with DAX
# and one without share nothing.
mkdir /mnt/plain
xfs_io -c 'chattr -x' /mnt/plain
"$file" write /mnt/plain/new $huge 1
"$file" is-dax /mnt/plain/new
is $? 1 "a file of a folder without the flag is not DAX"
"$file" clone /mnt/new /mnt/plain/clone 2>/tmp/clone.err
ok $((! $?)) "a clone across the difference is refused"
grep -q 'Invalid argument' /tmp/clone.err
ok $? "with EINVAL"
umount /mnt
repair_clean "$dev" "the filesystem"

mount -o dax=never "$dev" /mnt
"$file" is-dax /mnt/new
is $? 1 "dax=never wins over the flag"
"$file" check /mnt/new $huge 1
ok $? "and the content is the same without DAX"
umount /mnt
no_trouble "the kernel complained of nothing"
done_testing
