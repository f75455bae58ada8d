# SPDX-License-Identifier: GPL-2.0-or-later
# Feature sets against the running kernel; see tests/guest/t-kernels.sh.
. tests/guest/in/lib.sh

major=${release%%.*} minor=${release#*.}
minor=${minor%%[!0-9]*}

# at_least MAJOR MINOR: whether the running kernel is at least that.
at_least()
{
	[ "$major" -gt "$1" ] || { [ "$major" = "$1" ] && [ "$minor" -ge "$2" ]; }
}

# mounts DESCRIPTION: mounts the device and stores a file.
mounts()
{
	klog_mark
	mount "$dev" /mnt && echo text >/mnt/file && umount /mnt
	ok $? "$release mounts $1" || klog | note
}

settled()
{
	is "$(klog | grep -ci 'experimental')" 0 "and calls nothing of it experimental" ||
		klog | note
}

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"

for kernel in $(printf '%s\n' 4.19 5.15 6.1 "$major.$minor" | sort -u); do
	mkfs -f -m kernel=$kernel "$dev"
	ok $? "mkfs.xfs -m kernel=$kernel"
	is "$(says '\(since [0-9.]+\)' /tmp/mkfs.err)" 0 \
		"no warning that a feature is too new"
	mounts "the set of $kernel"
	settled
	# The stock xfs_repair, 6.1, does not know what settled in 6.18.
	[ "$kernel" = "$major.$minor" ] && at_least 6 18 ||
		repair_clean "$dev" "the set of $kernel"
done

mkfs -f "$dev"
ok $? "mkfs.xfs without -m kernel="
mounts "the default features"

# Settled in 6.18, mounted from 6.10 on.
for option in '-n parent=1' '-i exchange=1'; do
	name=${option#* } name=${name%=1}
	mkfs -f $option "$dev"
	ok $? "mkfs.xfs $option"
	warned=$(says "$name \\(since 6\\.10\\)" /tmp/mkfs.err)
	if at_least 6 10; then
		is "$warned" 0 "no warning about $name"
		mounts "$option"
		at_least 6 18 && settled
	else
		is "$warned" 1 "a warning names $name and 6.10" ||
			note </tmp/mkfs.err
		klog_mark
		mount "$dev" /mnt 2>/dev/null
		is $? 32 "$release does not mount it"
	fi
done
done_testing
