# SPDX-License-Identifier: GPL-2.0-or-later
# daxclone on DAX files, in the guest; see tests/guest/t-daxclone.sh.
. tests/guest/in/lib.sh

size=$((6 * huge))

# store_huge FILE WHAT: a store to it is a huge fault and keeps it eligible.
store_huge()
{
	before=$(eligible "$1")
	f=$(faults "$file" store "$1" $((huge + 5000)) 1 255)
	is "$f" NOPAGE "$2: a store through mmap is one huge fault"
	is "$(eligible "$1")" "$before" "$2: and leaves all of it eligible"
	"$file" check /mnt/source $size 1
	ok $? "$2: the source keeps its contents"
	xfs_io -c "pread -v $((huge + 5000)) 1" "$1" | grep -q ': *ff'
	ok $? "$2: the clone has the store"
}

klog_mark
namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
start=$(start_of "$dev")
mkfs -m reflink=1,rmapbt=1 "$dev" && mount -o dax=inode "$dev" /mnt
ok $? "mkfs.xfs and mount -o dax=inode"
mkdir /mnt/plain
xfs_io -c 'chattr +x' /mnt

"$file" write /mnt/source $size 1 $huge
"$io" -T -c 'daxclone -x -j /mnt/source' /mnt/clone >/tmp/report 2>/tmp/err
ok $? "daxclone -x of an aligned DAX file to a new name" || note </tmp/err
is "$(says experimental /tmp/err)" 1 "says once that this is experimental"
is "$(say shared) $(say copied) $(say eligible_before) $(say eligible_after)" \
	"$size 0 $size $size" "all is shared and eligible"
case $release in
6.[01].*)	is "$(says 'use 6.2 or later' /tmp/err)" 1 "and what this kernel does to such files" ;;
*)		is "$(says 'use 6.2 or later' /tmp/err)" 0 "and nothing of the kernel" ;;
esac
"$file" is-dax /mnt/clone
ok $? "the clone is DAX"
"$file" check /mnt/clone $size 1
ok $? "with the contents of the source"
is "$(xfs_io -r -c cowextsize /mnt/clone | sed 's/ .*//')" "[$huge]" \
	"and a copy-on-write hint of 2 MiB"
store_huge /mnt/clone "clone of an aligned file"

# A file shifted by a page against huge pages: what it shares cannot be mapped huge.
"$file" write /mnt/odd $size 1 4096
xfs_io -c "pwrite -q -S 9 0 4096" -c fsync /mnt/odd
cp --reflink=always /mnt/odd /mnt/keep
n=0
while [ $n -lt 6 ]; do
	xfs_io -c "pwrite -q -S $n $((n * huge + 4096)) 4096" -c fsync /mnt/odd
	n=$((n + 1))
done
n=$(eligible /mnt/odd)
is "$n" 0 "a file that nothing huge can map"
"$io" -f -c 'daxclone -j /mnt/odd' /mnt/same >/tmp/report 2>/tmp/err
is "$(say shared) $(say eligible_after)" "$size 0" "daxclone shares it as it is" || note </tmp/err
cmp /mnt/odd /mnt/same
ok $? "with equal contents"
"$io" -f -c 'daxclone -a -j /mnt/odd' /mnt/straight >/tmp/report 2>/tmp/err
is "$(say copied) $(say eligible_after)" "$size $size" \
	"daxclone -a copies it to aligned extents" || note </tmp/err
cmp /mnt/odd /mnt/straight
ok $? "with equal contents"
is_huge /mnt/straight "the aligned clone"
cp --reflink=always /mnt/straight /mnt/again
f=$(faults "$file" store /mnt/straight $((huge + 5000)) 1 255)
is "$f" NOPAGE "a store to it, shared again, is one huge fault"
is "$(eligible /mnt/straight)" $size "and leaves it eligible"

# Different DAX states.
xfs_io -c 'chattr -x' /mnt/plain
"$file" write /mnt/plain/file $size 2 $huge
"$file" is-dax /mnt/plain/file
is $? 1 "a file without DAX"
"$io" -c 'daxclone -j /mnt/source' /mnt/plain/file >/tmp/report 2>/tmp/err
is "$? $(say dax)" "0 true" "becomes DAX and a clone of a DAX file" || note </tmp/err
"$file" is-dax /mnt/plain/file && "$file" check /mnt/plain/file $size 1
ok $? "by statx and by content"
"$io" -T -c 'daxclone -x /mnt/source' /mnt/plain/new >/dev/null 2>/tmp/err
ok $? "daxclone -x where the folder hands down no DAX" || note </tmp/err
"$file" is-dax /mnt/plain/new && "$file" check /mnt/plain/new $size 1
ok $? "makes a DAX file"
is "$(ls -A /mnt/plain | tr '\n' ' ')" "file new " "and leaves nothing else"
"$file" write /mnt/plain/busy $size 3 $huge
sleep 60 </mnt/plain/busy &
holder=$!
"$io" -c 'daxclone /mnt/source' /mnt/plain/busy >/dev/null 2>/tmp/err
is $? 1 "a file that others have open cannot become DAX: refused"
grep -q 'different DAX state cannot share' /tmp/err
ok $? "and it says why"
kill $holder
"$file" check /mnt/plain/busy $size 3
ok $? "with its contents as they were"
xfs_io -r -c lsattr /mnt/plain/busy | grep -q '^[^ ]*x'
is $? 1 "and its flag"

# Another moves the file away and puts his own in its place before we open one.
printf '%s\n' 'mv /mnt/plain/mine /mnt/plain/moved' 'mv /mnt/plain/other /mnt/plain/mine' >/tmp/swap
# intact FILE SEED
intact()
{
	"$file" check "$1" $size "$2" && ! "$file" is-dax "$1"
}
swapped() (
	FAILCALL=$1 FAILCALL_COUNT=/tmp/count FAILCALL_ONLY=openat64 \
		FAILCALL_DO='sh /tmp/swap' LD_PRELOAD=$O/tests/fault/failcall.so \
		"$io" -c 'daxclone /mnt/source' /mnt/plain/mine >/tmp/out 2>/tmp/err
)
n=0 count=0 wrong=0
while [ $n -le "$count" ]; do
	rm -f /mnt/plain/mine /mnt/plain/moved /mnt/plain/other
	"$file" write /mnt/plain/mine $size 3 $huge
	"$file" write /mnt/plain/other $size 2 $huge
	swapped $n
	status=$?
	[ $n != 0 ] || count=$(cat /tmp/count)
	other=/mnt/plain/mine mine=/mnt/plain/moved
	[ -e $mine ] || { mine=/mnt/plain/mine other=/mnt/plain/other; }
	if grep -q 'no longer open; its DAX flag stays changed' /tmp/err; then
		# The one moment it cannot be helped; it is said.
		"$file" check $mine $size 3 && intact $other 2
	elif [ $status != 0 ]; then
		intact $mine 3 && intact $other 2
	else
		{ "$file" check $mine $size 1 && intact $other 2; } ||
			{ "$file" check $other $size 1 && intact $mine 3; }
	fi >/tmp/check 2>&1 ||
		{ wrong=$((wrong + 1)); note "call $n: status $status"; note </tmp/err; }
	n=$((n + 1))
done
is $wrong 0 "whichever of $count calls finds another file under the name leaves that alone"
rm -f /mnt/plain/mine /mnt/plain/moved /mnt/plain/other

# Interrupted, and without space: nothing changes.
"$file" write /mnt/target $size 4 $huge
before=$("$file" map /mnt/target | md5sum)
"$file" write /mnt/big $((40 * huge)) 5 4096
n=0
while [ $n -lt 40 ]; do
	echo "pwrite -q $((n * huge + 4096)) 4096"
	n=$((n + 1))
done >/tmp/commands
cp --reflink=always /mnt/big /mnt/big2
xfs_io /mnt/big2 </tmp/commands >/dev/null
sync
for signal in INT TERM; do
	(
		FAILCALL=20 FAILCALL_ONLY=pwrite64 FAILCALL_DO="kill -$signal \$PPID" \
			LD_PRELOAD=$O/tests/fault/failcall.so
		export FAILCALL FAILCALL_ONLY FAILCALL_DO LD_PRELOAD
		exec "$io" -c 'daxclone -a /mnt/big2' /mnt/target >/tmp/out 2>/tmp/err
	)
	status=$?
	[ $status != 0 ] && grep -q 'interrupted; nothing was changed' /tmp/err
	ok $? "daxclone ended by SIG$signal (status $status)"
	"$file" check /mnt/target $size 4
	ok $? "leaves the contents"
	is "$("$file" map /mnt/target | md5sum)" "$before" "and the blocks as they were"
done
free=$(df --output=avail -B1 /mnt | tail -n 1)
xfs_io -f -c "falloc 0 $((free - 20 * huge))" /mnt/filler
"$io" -c 'daxclone -a /mnt/big2' /mnt/target >/tmp/out 2>/tmp/err
is $? 1 "daxclone -a without space fails"
grep -q 'No space left' /tmp/err
ok $? "and says so"
"$file" check /mnt/target $size 4
ok $? "the contents are as they were"
is "$("$file" map /mnt/target | md5sum)" "$before" "and the blocks"
"$io" -T -c 'daxclone -a -x /mnt/big2' /mnt/never >/tmp/out 2>/tmp/err
is $? 1 "with -x it fails, too"
is "$(ls -A /mnt | grep -c -e never -e '^\.')" 0 "and leaves no file"
umount /mnt
repair_clean "$dev" "the filesystem"

# Bad memory.  What hwpoison_inject does to a page of a DAX file no one can ask for
# afterwards: reads succeed and no list has it, so the kernel only kills who maps it.
# A machine check also enters it in the list of bad blocks, which is what we read.
namespace 1 fsdax
ok $? "another namespace: $dev"
start=$(start_of "$dev")
mkfs -m reflink=1,rmapbt=1 "$dev" && mount -o dax=always "$dev" /mnt
ok $? "mkfs.xfs and mount"
"$file" write /mnt/source $size 1 $huge
off=$(device_offset /mnt/source $((huge + 8192)))
echo $(((start + off) / 4096)) >/sys/kernel/debug/hwpoison/corrupt-pfn
ok $? "the page at byte $((huge + 8192)) of a file is poisoned"
mce=/sys/kernel/debug/mce-inject
echo sw >$mce/flags && echo 0 >$mce/cpu && printf '0x%x' $((start + off)) >$mce/addr &&
	echo 0xbe0000000008009f >$mce/status && echo 0x8c >$mce/misc && echo 4 >$mce/bank
n=0
until grep -q "^$((off / 512)) " "/sys/block/${dev##*/}/badblocks" || [ $n = 50 ]; do
	n=$((n + 1))
	sleep 0.1
done
[ $n -lt 50 ]
ok $? "and listed as bad"
"$file" write /mnt/target $size 4 $huge
before=$("$file" map /mnt/target | md5sum)
"$io" -c 'daxclone /mnt/source' /mnt/target >/tmp/out 2>/tmp/err
is $? 1 "daxclone refuses a source with bad memory"
grep -q "bad memory at offset $((huge + 8192))" /tmp/err
ok $? "and says where" || note </tmp/err
is "$("$file" map /mnt/target | md5sum)" "$before" "nothing has changed"
"$io" -c 'daxclone -a -k -j /mnt/source' /mnt/target >/tmp/report 2>/tmp/err
is $? 0 "with -k it clones around it" || note </tmp/err
[ "$(say skipped)" = 4096 ] && [ "$(say eligible_after)" = $((size - huge)) ]
ok $? "all but the block: $(say skipped) bytes skipped, $(say eligible_after) eligible"
"$io" -r -c "pread -v $((huge + 8192)) 16" /mnt/target | grep -q '00 00 00 00 00 00 00 00'
ok $? "where the clone has a hole"
umount /mnt
no_other_trouble "the kernel complained of nothing"
done_testing
