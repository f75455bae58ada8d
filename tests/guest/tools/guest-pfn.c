// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Moves the start of an fsdax namespace's data, to get what kernels since 5.6 or
 * so never make themselves but still accept: data that begins on a 4 KiB and
 * not on a 2 MiB boundary of physical memory, as older kernels left it.
 *
 *	guest-pfn DEVICE PAGES
 *
 * DEVICE is the namespace's raw block device, whose second 4 KiB hold the info
 * block.  Its data offset grows by PAGES, its page count shrinks as much, its
 * alignment becomes 4 KiB, and its checksum (Fletcher, 64 bits, over 32-bit
 * words) is made right again.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pfn_info {
	char		signature[16];
	uint8_t		uuid[16], parent_uuid[16];
	uint32_t	flags;
	uint16_t	version_major, version_minor;
	uint64_t	dataoff, npfns;
	uint32_t	mode, start_pad, end_trunc, align, page_size;
	uint16_t	page_struct_size;
	uint8_t		pad[3994];
	uint64_t	checksum;
} __attribute__((packed));

_Static_assert(sizeof(struct pfn_info) == 4096, "one info block");

static uint64_t fletcher64(const void *buf, size_t len)
{
	const unsigned char *p = buf;
	uint32_t lo = 0, word;
	uint64_t hi = 0;

	for (size_t i = 0; i < len; i += 4) {
		memcpy(&word, p + i, 4);
		lo += le32toh(word);
		hi += lo;
	}
	return hi << 32 | lo;
}

static uint64_t checksum(struct pfn_info *info)
{
	info->checksum = 0;
	return htole64(fletcher64(info, sizeof(*info)));
}

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[1], O_RDWR | O_SYNC) : -1;
	struct pfn_info info;
	uint64_t pages, was;

	if (fd < 0 || pread(fd, &info, sizeof(info), 4096) != sizeof(info)) {
		fprintf(stderr, "guest-pfn: %s\n", strerror(errno));
		return 2;
	}
	pages = strtoull(argv[2], NULL, 0);
	was = info.checksum;
	if (memcmp(info.signature, "NVDIMM_PFN_INFO", 16) || checksum(&info) != was) {
		fprintf(stderr, "guest-pfn: no info block on %s\n", argv[1]);
		return 2;
	}
	info.dataoff = htole64(le64toh(info.dataoff) + pages * 4096);
	info.npfns = htole64(le64toh(info.npfns) - pages);
	info.align = htole32(4096);
	info.checksum = checksum(&info);
	if (pwrite(fd, &info, sizeof(info), 4096) != sizeof(info) || fsync(fd)) {
		fprintf(stderr, "guest-pfn: %s\n", strerror(errno));
		return 2;
	}
	return 0;
}
