# SPDX-License-Identifier: GPL-2.0-or-later
# daxalign on DAX files, in the guest; see tests/guest/t-daxalign.sh.
. tests/guest/in/lib.sh

watch=$O/tests/guest/guest-watch
size=$((8 * huge))

# break_file FILE SEED: 1,000 random writes of 4 KiB by one process.
break_file()
{
	awk -v seed="$2" -v pages=$((size / 4096)) 'BEGIN {
		srand(seed)
		for (i = 0; i < 1000; i++)
			printf "pwrite -q -S %d %d 4096\n", i % 256, int(rand() * pages) * 4096
		print "fsync"
	}' | xfs_io "$1" >/dev/null
}

klog_mark
namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
start=$(start_of "$dev")
mkfs -m reflink=1,rmapbt=1 "$dev" && mount -o dax=always "$dev" /mnt
ok $? "mkfs.xfs and mount -o dax=always"

"$file" write /mnt/source $size 1 $huge
is "$(eligible /mnt/source)" $size "a new file is wholly eligible"
"$file" clone /mnt/source /mnt/broken
break_file /mnt/broken 1
ok $? "1,000 random writes of 4 KiB to a clone of it"
n=$(eligible /mnt/broken)
[ "$n" -lt $((size / 2)) ]
ok $? "leave $n bytes of $size eligible"
cp /mnt/broken /tmp/copy

map_before=$("$file" map /mnt/broken | md5sum)
"$io" -r -c 'daxalign -n -j' /mnt/broken >/tmp/plan 2>/tmp/err
ok $? "daxalign -n, of a file open for reading only"
is "$("$file" map /mnt/broken | md5sum)" "$map_before" "changes nothing"
is "$(say bytes_to_copy /tmp/plan)" $((size - n)) "and plans to copy all that is not eligible"
is "$(says experimental /tmp/err)" 1 "saying once that this is experimental"

used=$(df --output=used -B1 /mnt | tail -n 1)
"$io" -c 'daxalign -j' /mnt/broken >/tmp/done 2>/tmp/err
is $? 0 "daxalign" || note </tmp/err
is "$(eligible /mnt/broken)" $size "makes the file wholly eligible again"
cmp /mnt/broken /tmp/copy
ok $? "with equal contents"
"$file" check /mnt/source $size 1
ok $? "and so is its source"
now=$(df --output=used -B1 /mnt | tail -n 1)
say space_added /tmp/done | grep -qx "$(say space_to_add /tmp/plan)"
ok $? "it took the space that -n foretold: $(say space_added /tmp/done) bytes"
note "df: $((now - used)) bytes more"
is "$(shared_bytes /mnt/broken)" 0 "and shares nothing with what it was built in"
"$io" -c 'daxalign -j' /mnt/broken >/tmp/done 2>/dev/null
is "$(say broken_pieces /tmp/done)" 0 "a second daxalign finds nothing to do"
is_huge /mnt/broken "the aligned file"
f=$(faults "$file" store /mnt/broken 100 1 7)
is "$f" NOPAGE "a store to it is a huge page"
is "$(eligible /mnt/broken)" $size "and leaves it eligible"

# Others read and map it all the time.
"$file" clone /mnt/source /mnt/read
break_file /mnt/read 3
cp /mnt/read /tmp/copy
"$watch" read /mnt/read /tmp/copy >/tmp/reads 2>/tmp/reads.err &
reader=$!
"$io" -c 'daxalign -j' /mnt/read >/tmp/done 2>/tmp/err
is $? 0 "daxalign while another process reads and maps the file" || note </tmp/err
kill $reader
wait $reader
is $? 0 "who saw nothing but the contents, in $(cat /tmp/reads) rounds" || note </tmp/reads.err
is "$(eligible /mnt/read)" $size "the file is wholly eligible again"
cmp /mnt/read /tmp/copy
ok $? "with equal contents"

# With a store every moment into one piece: that piece may be given up, none is lost.
"$file" clone /mnt/source /mnt/busy
break_file /mnt/busy 2
"$watch" store /mnt/busy $((3 * huge + 8)) >/tmp/stores 2>/tmp/stores.err &
writer=$!
sleep 1
"$io" -c 'daxalign -j' /mnt/busy >/tmp/done 2>/tmp/err
status=$?
kill $writer
wait $writer
is $? 0 "daxalign under a process that stores: none of $(cat /tmp/stores) is lost" ||
	note </tmp/stores.err
left=$(grep -c 'others write to' /tmp/err)
is "$status $left" "$((left > 0)) $left" "the exit status tells of pieces left ($left)"
n=$(eligible /mnt/busy)
[ "$n" -ge $((size - huge)) ]
ok $? "all others are eligible ($n bytes)"
"$io" -c daxalign /mnt/busy >/dev/null 2>&1
is "$(eligible /mnt/busy)" $size "and that one, too, when it is quiet"

rm /tmp/copy
umount /mnt
repair_clean "$dev" "the filesystem"
no_other_trouble "the kernel complained of nothing"
done_testing
