# SPDX-License-Identifier: GPL-2.0-or-later
# Alignment in physical memory, in the guest; see tests/guest/t-align.sh.
. tests/guest/in/lib.sh

# fresh WHAT MKFS-ARG...: made and mounted.
fresh()
{
	what=$1
	shift
	mkfs -f -m reflink=1 "$@" "$dev" && mount -o dax=always "$dev" /mnt
	ok $? "$what: mkfs.xfs and mount" || note </tmp/mkfs.out
}

checked()
{
	umount /mnt
	repair_clean "$dev" "$what"
}

# With only a stripe unit the kernel aligns what it allocates 2 MiB at a time.  A
# write() to a DAX file allocates at once, so one of less than 2 MiB is not aligned.
# Where a stripe unit is of no use, mkfs gives the hint unasked.
defaults()
{
	fresh "$1, defaults" || return
	"$file" write /mnt/first $((2 * huge)) 1 $huge
	is_huge /mnt/first "$what: a file written by 2 MiB"
	"$file" write /mnt/small $((2 * huge)) 1 131072
	if [ "$1" = shifted ]; then
		is_huge /mnt/small "$what: a file written by 128 KiB"
	else
		set -- $(first /mnt/small)
		note "a file written by 128 KiB is $(((start + $1) % huge)) bytes off a 2 MiB boundary"
	fi
	checked
}

# With an extent size hint everything is aligned.
hinted()
{
	fresh "$1, extszinherit" -d extszinherit=512,cowextsize=512 || return
	"$file" write /mnt/first $((2 * huge)) 1 131072
	is_huge /mnt/first "$what: a file written by 128 KiB"
	truncate -s $((2 * huge)) /mnt/sparse
	f=$(faults "$file" store /mnt/sparse 100 1 1)
	is "$f" NOPAGE "$what: a store to a hole allocates a huge page"
	is_huge /mnt/sparse "$what: that file"
	mkdir /mnt/folder
	n=0
	while [ $n -lt 100 ]; do : >/mnt/folder/$n; n=$((n + 1)); done
	"$file" write /mnt/folder/file $((2 * huge)) 2
	is_huge /mnt/folder/file "$what: a file after 100 empty ones, in a folder"
	"$file" clone /mnt/first /mnt/clone
	f=$(faults "$file" store /mnt/clone 5000 1 1)
	is "$f" NOPAGE "$what: a store to a clone copies a huge page"
	is_huge /mnt/clone "$what: that clone"
	"$file" check /mnt/first $((2 * huge)) 1
	ok $? "$what: its source is unchanged"
	checked
}

# off_by PAGES: shifts the data of region 1's namespace, as older kernels left it.
off_by()
{
	ns=/sys/bus/nd/devices/namespace1.0
	{
		ndctl disable-namespace namespace1.0 && echo 1 >$ns/force_raw &&
		ndctl enable-namespace namespace1.0 &&
		"$O/tests/guest/guest-pfn" /dev/pmem1 "$1" &&
		ndctl disable-namespace namespace1.0 && echo 0 >$ns/force_raw &&
		ndctl enable-namespace namespace1.0
	} >/tmp/ndctl 2>&1 || { note </tmp/ndctl; return 1; }
}

klog_mark
namespace 0 fsdax
ok $? "a namespace"
start=$(start_of "$dev")
is $((start % huge)) 0 "whose data starts on 2 MiB ($(printf 0x%x "$start"))"
defaults aligned
hinted aligned

# What a file on the host holds will be a device with aligned start.
what="image made with pmem=1"
mkfs -m reflink=1 -d pmem=1,file,name=/tmp/image,size=320m &&
	dd if=/tmp/image of="$dev" bs=1M status=none && rm /tmp/image &&
	mount -o dax=always "$dev" /mnt
ok $? "$what: copied to the namespace and mounted"
"$file" write /mnt/first $((2 * huge)) 1 $huge
is_huge /mnt/first "$what: a file written by 2 MiB"
checked

namespace 1 fsdax
ok $? "another"
off_by 3
ok $? "shifted by three pages"
start=$(start_of "$dev")
is $((start % huge)) 12288 "so that its data does not start on 2 MiB ($(printf 0x%x "$start"))"
defaults shifted
hinted shifted
no_other_trouble "the kernel complained of nothing"
done_testing
