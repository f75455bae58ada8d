# SPDX-License-Identifier: GPL-2.0-or-later
#
# Loop mounts of tests written in sh; source it.
#
#   unmount_loop FOLDER IMAGE   unmounts, and waits until no loop device has IMAGE: a
#                               mount namespace that somebody made meanwhile may hold
#                               the mount a little longer

unmount_loop()
{
	umount "$1" || return
	loop_tries=0
	while [ -n "$(losetup -j "$2")" ]; do
		loop_tries=$((loop_tries + 1))
		[ $loop_tries -lt 300 ] || return 1
		sleep 0.1
	done
}
