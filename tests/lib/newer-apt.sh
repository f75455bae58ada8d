# SPDX-License-Identifier: GPL-2.0-or-later
#
# Packages of newer Debian suites, without touching the machine's own apt: for
# the reference xfsprogs (tests/lib/peer) and the kernels of tests/guest.
# Sourced by sh.  Downloads and unpacks; installs nothing.
#
# Each suite has an apt configuration, state and cache of its own under the
# cache folder.  The mirror is the one the machine's own apt uses; whatever its
# apt.conf.d says about proxies holds here too.  Every function may be called by
# several processes at once.
#
#   newer_apt_cache                 prints the cache folder, made if missing:
#                                   $XFS_DAX_CACHE, else ~/.cache/xfsprogs-dax
#   newer_apt SUITE TOOL ARG...     runs apt-get, apt-cache, ... on that suite
#   newer_apt_find REGEX [SUITE...] prints "SUITE PACKAGE VERSION" for each
#                                   package whose whole name matches the extended
#                                   regular expression, oldest suite first
#                                   (default: stable testing unstable)
#   newer_apt_fetch SUITE DIR PKG...   downloads the packages into DIR and prints
#                                   the path of each file
#   newer_apt_unpack SUITE DIR PKG...  the same, unpacked as a tree at DIR
#
# All return 0, or 1 after a sentence on standard error.

NEWER_APT_SUITES="stable testing unstable"
NEWER_APT_MAX_AGE_MIN=1440

newer_apt_cache()
{
	_na_cache=${XFS_DAX_CACHE:-${HOME:-/root}/.cache/xfsprogs-dax}
	mkdir -p "$_na_cache" && printf '%s\n' "$_na_cache"
}

# The mirror the machine installs its own release from, and nobody else's.
_newer_apt_mirror()
{
	_na_code=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
	apt-get indextargets --no-release-info \
		--format '$(SITE) $(RELEASE) $(COMPONENT)' 2>/dev/null |
	awk -v code="$_na_code" '
		$3 != "main" { next }
		$2 == code { print $1; found = 1; exit }
		$2 ~ /^(stable|testing|sid|unstable)$/ && !any { any = $1 }
		END { if (!found && any) print any }'
}

# _newer_apt_sources ROOT SUITE EXTRA: writes the one source line.
_newer_apt_sources()
{
	_na_ring=/usr/share/keyrings/debian-archive-keyring.gpg
	_na_opt=$3
	[ -n "$_na_opt" ] || [ ! -r $_na_ring ] || _na_opt="signed-by=$_na_ring"
	_na_mirror=$(_newer_apt_mirror)
	if [ -z "$_na_mirror" ]; then
		echo "newer-apt: no Debian mirror in this machine's apt sources" >&2
		return 1
	fi
	printf 'deb %s%s %s main\n' "${_na_opt:+[$_na_opt] }" \
		"$_na_mirror" "$2" >"$1/sources.list"
}

_newer_apt_update()
{
	APT_CONFIG=$1/apt.conf apt-get -q update \
		-o APT::Update::Error-Mode=any >"$1/update.log" 2>&1 &&
		touch "$1/updated"
}

# A newer suite may be signed by a key this release learnt of only in a point
# release, so the machine's own keyring package is brought up to date first.
# Only if even that one does not know the key the suite is taken unverified, and
# that is said aloud: what comes from it is run by tests and never installed.
_newer_apt_refresh()
{
	_newer_apt_sources "$1" "$2" "" || return 1
	_newer_apt_update "$1" && return 0
	if grep -q -e NO_PUBKEY -e EXPKEYSIG "$1/update.log"; then
		if [ "$(id -u)" = 0 ]; then
			apt-get -q -y install debian-archive-keyring \
				>>"$1/update.log" 2>&1
			_newer_apt_update "$1" && return 0
		fi
		echo "newer-apt: this release's keyring cannot verify $2:" \
			"using it unverified" >&2
		_newer_apt_sources "$1" "$2" "trusted=yes"
		_newer_apt_update "$1" && return 0
	fi
	echo "newer-apt: cannot read the package index of $2:" >&2
	tail -n 5 "$1/update.log" >&2
	return 1
}

# _newer_apt_root SUITE [refresh]: the suite's private folder, index at hand.
_newer_apt_root()
{
	_na_cache=$(newer_apt_cache) || return 1
	_na_root=$_na_cache/apt/$1
	mkdir -p "$_na_root/lists/partial" "$_na_root/cache/archives/partial" \
		"$_na_root/empty" || return 1
	(
		flock 9
		if [ -z "${2-}" ] && [ -n "$(find "$_na_root/updated" \
		     -mmin -$NEWER_APT_MAX_AGE_MIN 2>/dev/null)" ]; then
			exit 0
		fi
		: >>"$_na_root/status"
		cat >"$_na_root/apt.conf" <<-EOF
		Dir::State "$_na_root";
		Dir::State::status "$_na_root/status";
		Dir::State::lists "$_na_root/lists";
		Dir::Cache "$_na_root/cache";
		Dir::Etc::sourcelist "$_na_root/sources.list";
		Dir::Etc::sourceparts "$_na_root/empty";
		Dir::Etc::preferences "$_na_root/empty/none";
		Dir::Etc::preferencesparts "$_na_root/empty";
		APT::Default-Release "";
		APT::Sandbox::User "root";
		// A mirror may be a frozen copy: signed, but past its date.
		Acquire::Check-Valid-Until "false";
		Acquire::Languages "none";
		Acquire::Retries "3";
		EOF
		_newer_apt_refresh "$_na_root" "$1"
	) 9>"$_na_root/lock" || return 1
	printf '%s\n' "$_na_root"
}

newer_apt()
{
	_na_root=$(_newer_apt_root "$1") || return 1
	shift
	APT_CONFIG=$_na_root/apt.conf "$@"
}

newer_apt_find()
{
	_na_re=$1
	shift
	for _na_suite in ${*:-$NEWER_APT_SUITES}; do
		newer_apt "$_na_suite" apt-cache dumpavail |
		RE="^($_na_re)\$" awk -v suite="$_na_suite" '
			$1 == "Package:" { name = $2 }
			$1 == "Version:" && name ~ ENVIRON["RE"] {
				print suite, name, $2
			}'
	done
}

# A suite that moves on makes the index stale: fetch, refresh, fetch again.
newer_apt_fetch()
{
	_na_suite=$1 _na_dir=$2
	shift 2
	mkdir -p "$_na_dir" || return 1
	_na_root=$(_newer_apt_root "$_na_suite") || return 1
	if ! _newer_apt_download "$_na_root" "$_na_dir" "$@"; then
		_newer_apt_root "$_na_suite" refresh >/dev/null || return 1
		_newer_apt_download "$_na_root" "$_na_dir" "$@" || {
			echo "newer-apt: cannot download $* from $_na_suite:" >&2
			tail -n 5 "$_na_dir/download.log" >&2
			return 1
		}
	fi
	for _na_pkg in "$@"; do
		ls "$_na_dir/${_na_pkg%%:*}"_*.deb || return 1
	done
}

_newer_apt_download()
{
	_na_conf=$1/apt.conf _na_to=$2
	shift 2
	(cd "$_na_to" && APT_CONFIG=$_na_conf apt-get -q download "$@") \
		>"$_na_to/download.log" 2>&1
}

# Whole or not at all: the tree is made aside and renamed.
newer_apt_unpack()
{
	_na_tree=$2
	mkdir -p "$(dirname "$_na_tree")" || return 1
	_na_tmp=$(mktemp -d "$_na_tree.XXXXXX") || return 1
	_na_s=$1
	shift 2
	newer_apt_fetch "$_na_s" "$_na_tmp/debs" "$@" >/dev/null || {
		rm -rf "$_na_tmp"
		return 1
	}
	mkdir "$_na_tmp/tree"
	for _na_deb in "$_na_tmp/debs"/*.deb; do
		dpkg-deb -x "$_na_deb" "$_na_tmp/tree" || {
			rm -rf "$_na_tmp"
			return 1
		}
	done
	rm -rf "$_na_tree"
	mv "$_na_tmp/tree" "$_na_tree" 2>/dev/null
	rm -rf "$_na_tmp"
	[ -d "$_na_tree" ]
}
