# SPDX-License-Identifier: GPL-2.0-or-later
# xfs_io's commands that new kernels serve, in the guest; see tests/guest/t-io_new.sh.
. tests/guest/in/lib.sh

IO=$O/io/xfs_io
cd /tmp
mkdir -p /tmp/m
f=/tmp/m/f m=/tmp/m

# masked FILE: without rates, times (the stock program drops zeros) and paths of programs
masked()
{
	sed -E 's/([acmb]time) = .*/\1/; s/[0-9:.]+( sec)? \([^)]*\)/T/; s,^[^ ]*xfs_io:,xfs_io:,' "$1"
}

# both COMMAND FILE: runs it with either program.
both()
{
	$PEER -x -c "$1" "$2" >peer.out 2>peer.err </dev/null
	peer_status=$?
	"$IO" -x -c "$1" "$2" >our.out 2>our.err </dev/null
	our_status=$?
}

# same_out WHAT: both said the same on standard output.
same_out()
{
	masked peer.out >peer.masked
	masked our.out >our.masked
	cmp -s peer.masked our.masked
	ok $? "$1: as the stock program prints it" ||
		{ diff peer.masked our.masked; cat our.err; } | head -n 8 | note
}

# same COMMAND FILE: both succeed and say the same.
same()
{
	both "$1" "$2"
	is "$peer_status $our_status" "0 0" "$1: both succeed" || cat our.err | note
	same_out "$1"
}

# truth COMMAND FILE: the kernel's refusal, or corruption, makes ours fail with one line;
# what is printed agrees all the same.
truth()
{
	both "$1" "$2"
	is "$our_status $(grep -c . our.err)" "1 1" "$1: fails with one line: $(cat our.err)"
	same_out "$1"
}

# refused COMMAND FILE: fails with one line, whatever the stock program does.
refused()
{
	"$IO" -x -c "$1" "$2" >our.out 2>our.err </dev/null
	is "$? $(grep -c . our.err) $(grep -c . our.out)" "1 1 0" "$1: $(cat our.err)"
}

old_kernel()
{
	mkfs -q /dev/vda
	mount /dev/vda $m
	ok $? "a filesystem is mounted"
	echo text >$f
	for c in "scrub probe" "scrub agf 1" "scrub inode" "repair probe" "repair -R agf 1" \
		"scrubv probe" "scrubv ag 1" "scrubv -v vector fs" "scrubv -v single inode" \
		healthmon "healthmon -p" "healthmon -c" verifymedia "verifymedia -l 0 4k" \
		"rginfo -r 0"
	do
		refused "$c" $f
	done
	case $release in
	6.[0-9].*)
		echo other >$m/g
		"$IO" -c "exchangerange $m/g" $f >our.out 2>our.err
		is "$? $(grep -c . our.out)" "1 0" "exchangerange: $(tail -n 1 our.err)"
		is "$(cat $f $m/g | tr '\n' ' ')" "text other " "and nothing was exchanged" ;;
	esac
	"$IO" -c rginfo $m >our.out 2>&1
	is "$? $(grep -c . our.out)" "0 0" "rginfo without realtime groups prints nothing"
	umount $m
	done_testing
}

case $release in
[0-6].*)	old_kernel; exit ;;
esac

# ---- everything in order ----

$PEER_MKFS -q -f /dev/vda && mount /dev/vda $m
ok $? "a filesystem of the stock mkfs.xfs is mounted"
mkdir $m/d && echo text >$f && ln -s f $m/l && sync

for c in probe "sb 0" "sb 1" "agf 1" "agfl 0" "agi 2" "bnobt 1" "cntbt 1" "inobt 0" "finobt 0" \
	"rmapbt 1" "refcountbt 1" inode bmapbtd bmapbta xattr parent "inode 128 0" \
	fscounters nlinks healthy "directory 128 0" "dirtree 128 0"
do
	same "scrub $c" $f
done
for c in bmapbtc directory symlink usrquota grpquota prjquota quotacheck "rgsuper 0" \
	"rtrmapbt 0" "rtrefcountbt 0" "metapath rtdir" "metapath rtbitmap 0" "metapath 4" \
	"agf 99" "inode 999999 3"
do
	truth "scrub $c" $f
done
for c in probe "-R sb 1" "agf 1" "-R agf 1" "-R inobt 0" inode "-R inode" "-R bmapbtd" \
	fscounters
do
	same "repair $c" $f
done
truth "repair -R usrquota" $f
truth "repair agf 99" $f
for c in probe "ag 1" "agheader 1" inode "inode 128 0" iscan fs summary "rtgroup 0" "-d probe" \
	"-d -b 2 ag 1" "-b 2 -d -m 0x4 ag 1" "-v single ag 1" "-d -v vector inode" \
	"-d -v single -b 1 ag 1" "-w 100 agheader 1"
do
	same "scrubv $c" $f
done
# The stock program's -r repairs nothing; a superblock that can be optimized tells.
"$IO" -x -c "scrub sb 2" $f >our.out
is "$? $(cat our.out)" "0 Optimization possible." "superblock 2 could be optimized: no failure"
"$IO" -x -c "scrubv -r agheader 2" $f >our.out 2>our.err
is "$? $(grep -c 'OK\.$' our.out)" "0 4" "scrubv -r agheader 2 does so" ||
	cat our.out our.err | note
same "scrub sb 2" $f
is "$(cat our.out)" "" "and nothing is left to be done"
truth "scrubv ag 99" $f
truth "scrubv inode 99999 1" $f
for c in "scrub nosuch" "scrub agf" "scrub agf 1 2" "scrub inode 1" "scrub usrquota 1" \
	"scrub metapath rtdir 1" "scrub metapath rtbitmap" "repair" "scrubv nosuch" \
	"scrubv -m 4 fs" "scrubv -w 99999 fs" "verifymedia 1m 4k" "verifymedia -d -l" \
	"healthmon 1" "rginfo -r 0"
do
	refused "$c" $f
done
"$IO" -c "repair agf 1" $f >our.out 2>our.err
is $? 1 "repair is for experts: $(cat our.err)"
"$IO" -c "scrubv -r probe" $f >our.out 2>our.err
is $? 1 "and so is scrubv -r: $(cat our.err)"

# ---- media ----

for c in "" "-d" "0 1m" "513 1025" "-b 64k -s 1 0 1m" "-R 4k 8k"; do
	same "verifymedia $c" $f
done
truth "verifymedia -r" $f
truth "verifymedia -l 0 64k" $f
refused "verifymedia 4g" $f

# ---- the monitor ----

# monitor PROGRAM: runs it as healthmon while the filesystem is shut down and unmounted.
monitor()
{
	: >mon.out
	mount /dev/vda $m || return 1
	"$@" -x -c 'healthmon -c' $m >mon.out 2>mon.err </dev/null &
	pid=$!
	tries=0
	until [ -s mon.out ] || [ $tries -gt 50 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	"$IO" -x -c shutdown $m
	umount $m
	tries=0
	while kill -0 $pid 2>/dev/null && [ $tries -lt 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	kill $pid 2>/dev/null
	wait $pid
}
umount $m
monitor $PEER
cp mon.out peer.out
monitor "$IO"
is $? 0 "healthmon ends well when the filesystem is unmounted" || note <mon.err
cp mon.out our.out
same_out "healthmon -c"
grep -q 'shut down' our.out && grep -q 'unmounted' our.out
ok $? "shutdown and unmount were seen: $(sed 's/.*: //' our.out | tr '\n' ';')"
mount /dev/vda $m
same "healthmon -p" $m
refused "healthmon" $f
# Not in the background: there, a shell's jobs are deaf to SIGINT.
timeout -s INT 3 "$IO" -c 'healthmon -v -d 10 -b 64' $m >our.out 2>our.err
status=$?
grep -q 'monitoring started' our.out
ok $? "healthmon -v -d 10 -b 64 tells that it began" || note <our.err
is "$status $(grep -c . our.err)" "124 0" "and an interruption ends it without complaint"

# ---- exchange ----

exchanged()
{
	printf 'first %070000d' 1 >$m/a
	printf 'second %070000d' 2 >$m/b
	"$@" -c "exchangerange $m/b" $m/a >exchange.out 2>exchange.err
	echo "$? $(cksum <$m/a) $(cksum <$m/b)"
}
is "$(exchanged "$IO")" "$(exchanged $PEER)" "exchangerange exchanges what the stock one does"

# ---- corruption ----

# A superblock that nothing but a check reads.
break_super()
{
	umount $m
	$PEER_DB -x -c 'sb 2' -c 'write -d logstart 77' /dev/vda >/dev/null 2>&1
	mount /dev/vda $m
	ok $? "superblock 2 is broken; the filesystem mounts"
}
break_super
for c in "scrub sb 2" "scrubv agheader 2" "scrubv -d -b 1 agheader 2" \
	"scrubv -v single -d -b 1 agheader 2"
do
	truth "$c" $m
	grep -q 'Corruption detected' our.out
	ok $? "$c: says that it is corrupt"
done
same "aginfo -a 2" $m
"$IO" -x -c "repair sb 2" $m >our.out 2>our.err
is "$? $(cat our.out our.err)" "0 " "repair sb 2 mends it"
same "scrub sb 2" $m
break_super
"$IO" -x -c "scrubv -r agheader 2" $m >our.out 2>our.err
is "$? $(grep -c OK our.out)" "0 4" "scrubv -r agheader 2 mends it, too" ||
	cat our.out our.err | note
same "scrub sb 2" $m
umount $m

# ---- realtime groups ----

$PEER_MKFS -q -f -m metadir=1 -r rtdev=/dev/vdb,rgsize=100m /dev/vda >/tmp/mkfs.err 2>&1 &&
	mount -o rtdev=/dev/vdb /dev/vda $m
ok $? "a filesystem with realtime groups is mounted" || note </tmp/mkfs.err
for c in rginfo "rginfo -r 1" "scrub rgsuper 0" "scrub rtbitmap 1" "scrub metapath rtdir" \
	"scrub metapath rtbitmap 1" "scrub metapath 1" "scrubv rtgroup 1" "verifymedia -r" \
	"bulkstat -m -d -q" "bulkstat_single root" "inumbers" "aginfo"
do
	same "$c" $m
done
truth "rginfo -r 99" $m
umount $m

# ---- bad memory ----

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
start=$(start_of "$dev")
$PEER_MKFS -q -f "$dev" && mount "$dev" $m
ok $? "a filesystem on it"
bad=$((300 << 20))
mce=/sys/kernel/debug/mce-inject
echo sw >$mce/flags && echo 0 >$mce/cpu && printf '0x%x' $((start + bad)) >$mce/addr &&
	echo 0xbe0000000008009f >$mce/status && echo 0x8c >$mce/misc && echo 4 >$mce/bank
tries=0
until grep -q "^$((bad / 512)) " "/sys/block/${dev##*/}/badblocks" || [ $tries -ge 50 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
same "verifymedia 0 $bad" $m
# The kernel's first answer ends before the bad place without an error; the stock program
# leaves it at that and calls it a success.
"$IO" -c verifymedia $m >our.out 2>our.err
is "$? $(grep -c . our.out)" "1 0" "verifymedia fails where memory is bad"
grep -q "^datadev: verify error at offset $bad " our.err
ok $? "and tells where: $(cat our.err)"
both "verifymedia $bad" $m
is "$our_status" 1 "verifymedia from there on fails"
is "$(cat our.err)" "$(cat peer.err)" "in the words of the stock program"
umount $m
done_testing
