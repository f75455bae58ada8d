# SPDX-License-Identifier: GPL-2.0-or-later
# The main job, told to a person; see tests/guest/demo.sh.  TAP is only for the
# functions that lib.sh brings; here a line of the closing table is a check.
. tests/guest/in/lib.sh >/dev/null

len=$((8 * huge))
failed=0

step()
{
	printf '\n%s\n' "$*"
}

# run COMMAND...: shown as typed, with its output below.
run()
{
	printf '  # %s\n' "$*"
	"$@" >/tmp/run.out 2>&1
	run_status=$?
	sed 's/^/    /' /tmp/run.out
	[ "$run_status" = 0 ] || { echo "    (exit status $run_status)"; failed=1; }
	return "$run_status"
}

# row STATUS WHAT SEEN: one line of the table, kept for the end.
row()
{
	mark=yes
	[ "$1" = 0 ] || { mark=NO; failed=1; }
	printf '  %-50s %-3s  %s\n' "$2" "$mark" "$3" >>/tmp/table
}

hex()
{
	printf '0x%x' "$1"
}

PATH=$(dirname "$MKFS"):$O/io:$O/tests/guest:$PATH

step "1. The kernel has an NVDIMM; as an fsdax namespace it is a disk that can be mapped."
run uname -r
run ndctl create-namespace -f -e namespace0.0 -m fsdax || exit 1
dev=/dev/pmem0
start=$(start_of $dev)
echo "    its data starts at physical address $(hex "$start")"

step "2. mkfs.xfs of this checkout, with files that may share blocks."
run mkfs.xfs -m reflink=1 -d extszinherit=512,cowextsize=512 $dev || exit 1

step "3. Mounted so that every file is DAX: no page cache, the memory itself is mapped."
klog_mark
run mount -o dax=always $dev /mnt
mounted=$?
row $mounted "reflink and dax=always mount together" ""
[ $mounted = 0 ] || { klog | tail -n 3; exit 1; }
klog | grep -i 'dax' | sed 's/^/    kernel: /'

step "4. A file of 16 MiB, and a clone of it, which takes no memory of its own."
run guest-file write /mnt/source $len 1
run xfs_io -f -c "daxclone /mnt/source" /mnt/clone
guest-file is-dax /mnt/source
row $? "DAX is on, says statx" "STATX_ATTR_DAX"
shared=$(shared_bytes /mnt/clone)
[ "$shared" = $len ]
row $? "the clone shares all its blocks" "$((shared >> 20)) of $((len >> 20)) MiB, $(guest-file map /mnt/clone | wc -l) extent(s)"
set -- $(first /mnt/source)
[ $(((start + $1) % huge)) = 0 ] && [ "$2" -ge $huge ]
row $? "the file lies on 2 MiB of physical memory" "at $(hex $((start + $1)))"
cell=$(($1 / 512))

step "5. A program maps the clone and stores 5 bytes, 3 MiB into it."
at=$((3 << 20))
before=$(device_offset /mnt/clone $at)
fault=$(faults guest-file store /mnt/clone $at 5 0x41)
after=$(device_offset /mnt/clone $at)
echo "    before: that byte of both files is at $(hex $((start + before)))"
echo "    after:  the clone's is at $(hex $((start + after)))"
[ "$before" != "$after" ]
row $? "the store copied on write" "$(((len - $(shared_bytes /mnt/clone)) >> 10)) KiB copied, the rest still shared"
[ "$fault" = NOPAGE ]
row $? "the copy was mapped as one huge page" "trace: dax_pmd_fault_done $fault"
[ "$(guest-file phys /mnt/clone $at)" = "$(hex $((start + after)))" ]
row $? "the program's memory is the device's memory" "$(guest-file phys /mnt/clone $at)"

step "6. What is in the two files now?"
printf '  # cmp -l /mnt/source /mnt/clone\n'
cmp -l /mnt/source /mnt/clone | sed 's/^/    /'
[ "$(cmp -l /mnt/source /mnt/clone | wc -l)" -gt 0 ]
row $? "the two files differ" "$(cmp -l /mnt/source /mnt/clone | wc -l) bytes"
guest-file check /mnt/source $len 1
row $? "the source is unchanged" "all $((len >> 20)) MiB compared"

step "7. Small writes break huge pages, and nobody is told.  daxmap tells."
run xfs_io -c "pwrite -q -S 0x42 8m 4k" -c "pwrite -q -S 0x42 12300k 512" /mnt/clone
run xfs_io -c daxmap /mnt/clone
broken=$(eligible /mnt/clone)

step "8. daxalign puts the broken pieces together again, and changes no byte."
sum=$(cksum </mnt/clone)
run xfs_io -c daxalign /mnt/clone
[ "$broken" -lt $len ] && [ "$(eligible /mnt/clone)" = $len ]
row $? "the clone is wholly huge-page eligible again" "$((broken >> 20)) of $((len >> 20)) MiB before"
[ "$(cksum </mnt/clone)" = "$sum" ]
row $? "with the contents it had" "cksum ${sum%% *}"

step "9. Unmounted, and checked by the stock xfs_repair, which changes nothing (-n)."
run umount /mnt
xfs_repair -n $dev >/tmp/repair.out 2>&1
repaired=$?
tail -n 3 /tmp/repair.out | sed 's/^/    /'
row $repaired "the stock xfs_repair -n is content" "$(xfs_repair -V 2>&1)"

step "10. Should a cell of that memory die: whose data was it?  xfs_repair of this checkout."
echo "$cell 1" >/tmp/bad
printf '  # xfs_repair -n --badblocks=bad %s\n' $dev
"$O/repair/xfs_repair" -n --badblocks=/tmp/bad $dev >/tmp/owners 2>/tmp/said
lost=$?
sed -n '/^bad memory/,/^XFS-/{/^XFS-/!p}' /tmp/owners | sed 's/^/    /'
[ $lost = 1 ] && grep -q '^    /source, .* 512 bytes from byte 0$' /tmp/owners &&
	grep -q '^    /clone, .* 512 bytes from byte 0$' /tmp/owners
row $? "both files are named for one bad cell" "sector $cell"
"$O/repair/xfs_repair" -n $dev >/tmp/repair.out 2>/tmp/said
row $? "and nothing else is wrong" "$(tail -n 1 /tmp/repair.out)"

klog_trouble >/tmp/trouble
[ ! -s /tmp/trouble ]
row $? "the kernel's log has no complaint" "$(head -n 1 /tmp/trouble)"

printf '\nShown on kernel %s, persistent memory emulated:\n\n' "$(uname -r)"
cat /tmp/table
echo
exit $failed
