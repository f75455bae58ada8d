#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes tests/unit/mkfs_geometry_rows.inc: what the stock mkfs.xfs 6.1 makes of each
# line of options below, on a sparse file.
#
#   tests/unit/mkfs_geometry_rows.sh > tests/unit/mkfs_geometry_rows.inc
#
# A line is a size in bytes, then options.  Those that end in "!" run with the size
# floors lifted (the environment of the stock tool's own tests; our --unsupported).

here=$(cd "$(dirname "$0")" && pwd)
peer="$here/../lib/peer"
img=$(mktemp -d) || exit 1
trap 'rm -rf "$img"' EXIT

fields="blocksize sectsize inodesize dirblklog dblocks agblocks agcount logstart \
logblocks logsunit logsectsize rextsize rootino unit width inoalignmt spino_align \
imax_pct versionnum"

row()	# SIZE OPTION...
{
	size=$1
	shift
	small=0
	env=
	for last; do :; done
	if [ "$last" = "!" ]; then
		small=1
		env="TEST_DIR=/x TEST_DEV=/y QA_CHECK_FS=1"
	fi
	args=
	data=
	for a; do
		case $a in
		!) ;;
		D:*) data=",${a#D:}" ;;
		*) args="$args $a" ;;
		esac
	done
	rm -f "$img/i"
	# shellcheck disable=SC2086
	env $env "$peer" 6.1 mkfs.xfs -q $args \
		-d "file,name=$img/i,size=$size$data" >/dev/null 2>"$img/err" || {
		echo "row: $size $*: $(head -n 1 "$img/err")" >&2
		exit 1
	}
	# shellcheck disable=SC2086
	"$peer" 6.1 xfs_db -r -c "sb 0" -c "p $fields" "$img/i" |
	awk -v opts="${args# }" -v data="${data#,}" -v size="$size" -v small=$small '
		{ v = v ? v ", " $3 : $3 }
		END {
			printf "{ \"%s\", \"%s\", %sULL, %d,\n\t{ %s } },\n",
				opts, data, size, small, v
		}'
}

cat <<'END'
// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Written by tests/unit/mkfs_geometry_rows.sh from the stock mkfs.xfs 6.1: options,
 * those of -d, size, whether size floors are lifted, and the superblock's fields in
 * the order of struct row (tests/unit/u-mkfs_geometry.c).
 */
END
while read -r line; do
	# shellcheck disable=SC2086
	[ -z "$line" ] || row $line || exit 1
done <<'END'
314572800
314573312
536870912
1073741824
4294967296
10737418240
107374182400
138512695296
536870912000
1099511627776
1099511623680
2199023255552
4398046511104
4398046507008
10995116277760
10737418240 -m rmapbt=1
1099511627776 -m rmapbt=1 -i nrext64=1
314572800 -m rmapbt=1
10737418240 -m reflink=0
10737418240 -m reflink=0,rmapbt=1
10737418240 -m finobt=0,inobtcount=0,reflink=0
10737418240 -i sparse=0
10737418240 -i nrext64=1
10737418240 -b size=1024
10737418240 -b size=1024 -m rmapbt=1 -i nrext64=1
10737418240 -b size=2048
10737418240 -b size=8192
10737418240 -b size=16384
10737418240 -b size=32768
10737418240 -b size=65536
10737418240 -b size=65536 -m rmapbt=1
10737418240 -b size=65536 -i size=2048
10737418240 -b size=32768 -i size=2048,sparse=0
1099511627776 -b size=1024 -n size=65536
10737418240 -s size=1024
10737418240 -s size=4096
10737418240 -s size=4096 -m rmapbt=1
10737418240 -b size=32768 -s size=32768
10737418240 -b size=1024 -s size=1024
10737418240 -i size=1024
10737418240 -i size=2048
10737418240 -i maxpct=90
10737418240 -i perblock=4
10737418240 -n size=8192
10737418240 -n size=65536
10737418240 -r extsize=2m
10737418240 D:su=64k,sw=4
10737418240 D:su=64k,sw=1
10737418240 D:sunit=128,swidth=384
10737418240 D:su=512k,sw=1
10737418240 D:su=4k,sw=3
10737418240 D:su=1m,sw=2,agcount=4
10737418240 D:su=64k,sw=4,agcount=7
10737418240 D:su=64k,sw=4,agsize=1g
10737418240 D:noalign
549755813888 D:su=1m,sw=8
549755818496 D:su=1m,sw=8
10737418240 -s size=4096 D:su=64k,sw=2
10737418240 -b size=65536 D:su=512k,sw=2
10737418240 -l su=4k D:su=64k,sw=2
10737418240 D:agcount=2
10737418240 D:agcount=3
10737418240 D:agcount=33
10737418240 D:agsize=6g
10737418240 D:agsize=5119m
10737418240 D:agsize=100m
1059061760 D:agsize=100m
314572800000 D:agsize=100m
10737418240 -l size=64m
10737418240 -l size=2038m
10737418240 -l size=300000b
10737418240 -l agnum=0
10737418240 -l agnum=0 -i size=2048
10737418240 -l agnum=3
10737418240 -l su=32k
10737418240 -l su=12k
10737418240 -l sunit=24
10737418240 -l su=256k
10737418240 -l agnum=0,su=32k
314572800000 -l agnum=0 D:agsize=100m
314572800000 -l agnum=0 D:su=2m,sw=1,agsize=100m
314572800000 -l su=256k D:agsize=100m
67108864 !
134217728 -b size=1024 !
209715200 -m rmapbt=1 !
209715200 -m reflink=0 !
209715200 -b size=8192 -i nrext64=1 !
209715200 -b size=16384 -m reflink=0 -i nrext64=1 !
209715200 -l su=32k !
209715200 -s size=4096 -n size=65536 !
209715200 -l size=2578b -b size=1024 -m reflink=0 !
33554432 D:agcount=1 !
END
