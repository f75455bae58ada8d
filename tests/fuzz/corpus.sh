# SPDX-License-Identifier: GPL-2.0-or-later
#
# How fuzz targets are run; source it in the top folder.
#
#   fuzz_targets               their names
#   fuzz_program TARGET ...    runs one; what it fails on is kept in build-fuzz/artifacts/

fuzz_max_len=32768

fuzz_targets()
{
	for fuzz_source in tests/fuzz/fuzz-*.c; do
		basename "$fuzz_source" .c
	done
}

fuzz_program()
{
	fuzz_target=$1
	shift
	mkdir -p build-fuzz/artifacts
	ASAN_OPTIONS=quarantine_size_mb=8:detect_leaks=1 \
		"build-fuzz/tests/fuzz/$fuzz_target" -rss_limit_mb=1024 \
		-artifact_prefix="build-fuzz/artifacts/$fuzz_target-" "$@"
}
