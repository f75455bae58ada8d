# SPDX-License-Identifier: GPL-2.0-or-later
# What the power was cut from, in the guest; see tests/guest/t-powercut.sh.
#
#	powercut.sh ROUND LAST SEED SEALED
#
# After the first round the kernel recovers first what the one before left, and the files in
# SEALED are to be whole.  All rounds but the last one work until the machine is killed.
. tests/guest/in/lib.sh

round=$1 last=$2 seed=$3 sealed=$4

made()
{
	namespace 0 fsdax
	ok $? "an fsdax namespace"
	case $release in
	[0-6].*)	newer= ;;
	*)		newer="-n parent=1 -i exchange=1" ;;
	esac
	mkfs -m reflink=1,rmapbt=1 $newer "$dev"
	ok $? "a filesystem on it${newer:+, with $newer}"
}

recovered()
{
	klog_mark
	mount -o dax=always "$dev" /mnt
	ok $? "the kernel mounts what was left"
	is "$(klog | grep -c 'Ending recovery')" 1 "  after a recovery"
	"$churn" check /mnt <"$sealed" >/tmp/lost
	ok $? "  $(wc -l <"$sealed") files that had been synced are whole" || note </tmp/lost
	umount /mnt
	ok $? "  and unmounts"
	no_trouble "  and complains of nothing"
	repair_clean "$dev" "what it recovered"
}

if [ "$round" = 1 ]; then
	made
else
	dev=/dev/pmem0
	recovered
fi
[ "$round" != "$last" ] || done_testing
klog_mark
mount -o dax=always "$dev" /mnt
ok $? "mounted, round $round"
rm -rf /mnt/round*/w*/f* /mnt/round*/w*/l* /mnt/round*/w*/a-* &
"$churn" run "/mnt/round$round" "$seed" 4 0
ok 1 "the work went on until the power was cut"
klog | tail -n 20 | note
done_testing
