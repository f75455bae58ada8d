# SPDX-License-Identifier: GPL-2.0-or-later
# The main job, in the guest; see tests/guest/t-main.sh.
. tests/guest/in/lib.sh

len=$((4 * huge))

namespace 0 fsdax
ok $? "an fsdax namespace on an emulated NVDIMM: $dev"
is "$(cat "/sys/block/${dev##*/}/queue/dax")" 1 "the device offers DAX"
mkfs -m reflink=1 "$dev"
ok $? "mkfs.xfs -m reflink=1 $dev"
note </tmp/mkfs.out
is "$(says experimental /tmp/mkfs.err)" 1 "mkfs says once that reflink with DAX is experimental"
case $release in
6.[01].*)	fault=1 ;;
*)		fault=0 ;;
esac
is "$(says 'known fault' /tmp/mkfs.err)" $fault "and warns of the running kernel only where that has the fault"
grep -q 'reflink=1' /tmp/mkfs.out
ok $? "the report has reflink=1"
grep -q 'rmapbt=1' /tmp/mkfs.out
ok $? "on persistent memory reflink brings the reverse map"

klog_mark
mount -o dax=always "$dev" /mnt
ok $? "mount -o dax=always" || { klog | note; done_testing; }
case $release in
6.[0-7].*)
	klog | grep -q 'DAX enabled'
	ok $? "the kernel's log says that DAX is enabled" ;;
esac

"$file" write /mnt/source $len 1
ok $? "a file is written"
"$file" is-dax /mnt/source
ok $? "statx says that it is DAX"
"$file" sync-map /mnt/source
ok $? "it can be mapped MAP_SYNC"
"$file" clone /mnt/source /mnt/clone
ok $? "it is cloned"
"$file" is-dax /mnt/clone
ok $? "statx says that the clone is DAX"
is "$(shared_bytes /mnt/clone)" $len "every byte of the clone is shared"
is "$("$file" map /mnt/clone)" "$("$file" map /mnt/source)" "source and clone have the same blocks"
at=$((huge + 12345))
was=$("$file" phys /mnt/source $at)
is "$was" "$(printf 0x%x $(($(start_of "$dev") + $(device_offset /mnt/clone $at))))" \
	"a mapping of the source shows the clone's memory ($was)"

"$file" store /mnt/clone $at 7 0xa5
ok $? "seven bytes are stored through a shared mapping of the clone"
is "$("$file" phys /mnt/source $at)" "$was" "the source's memory is where it was"
now=$("$file" phys /mnt/clone $at)
[ -n "$now" ] && [ "$now" != "$was" ]
ok $? "the clone's was copied to another place ($now)"
"$file" check /mnt/source $len 1
ok $? "the source has its old content"
is "$("$file" load /mnt/clone $at)" 165 "the clone has what was stored"
differ=$(cmp -l /mnt/source /mnt/clone | wc -l)
[ "$differ" -gt 0 ] && [ "$differ" -le 7 ]
ok $? "the files differ in nothing but the bytes stored ($differ of 7)"
kept=$(shared_bytes /mnt/clone)
[ "$kept" -gt 0 ] && [ "$kept" -lt $len ]
ok $? "the rest is still shared ($((len - kept)) bytes were copied)"

umount /mnt
ok $? "umount"
repair_clean "$dev" "the filesystem"
mount -o dax=always "$dev" /mnt && "$file" check /mnt/source $len 1 &&
	[ "$("$file" load /mnt/clone $at)" = 165 ]
ok $? "after another mount both files are as they were"
no_trouble "the kernel complained of nothing"

klog_mark
[ "$("$file" load /mnt/source 1)" = "$("$file" load /mnt/clone 1)" ]
ok $? "two mappings of one shared block show the same byte"
umount /mnt
no_other_trouble "the kernel complained of nothing else"
done_testing
