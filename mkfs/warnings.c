// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the user should know before, and would learn too late otherwise: mostly
 * that a mount will fail, or that it will succeed and DAX silently be off.
 *
 * The running kernel is asked about only where it is the one that will mount: for
 * a block device of this machine.  An image file may be meant for any kernel.
 */

#include <inttypes.h>
#include <string.h>
#include <sys/utsname.h>

#include "libxfs/dax/dax.h"
#include "libxfs/fs/features.h"
#include "mkfs/kernels.h"
#include "mkfs/warnings.h"

/* The target is, or is declared to become, something DAX can be used on. */
static bool offers_dax(const struct mkfs *m)
{
	return m->pmem.dax || m->on_pmem;
}

static bool unaligned(const struct mkfs *m)
{
	return m->pmem.dax && m->pmem.phys_known &&
	       m->pmem.phys_start % XFS_DAX_HUGE != 0;
}

/* This machine's kernel will meet reflink with DAX on this device. */
static bool runs_here(const struct mkfs_warn_facts *f)
{
	return f->kernel && f->m->data_facts.block && f->m->pmem.dax &&
	       xfs_has_reflink(&f->m->geom);
}

static bool experimental(const struct mkfs_warn_facts *f)
{
	struct xfs_dax_facts dax = {
		.reflink = xfs_has_reflink(&f->m->geom),
		.device = offers_dax(f->m),
		.inode = f->m->opts.d.daxinherit,
	};

	return xfs_dax_experimental(&dax);
}

static bool not_pmem(const struct mkfs_warn_facts *f)
{
	return f->m->data_facts.block && f->m->on_pmem && f->m->pmem.mode == PMEM_NONE;
}

static bool partition(const struct mkfs_warn_facts *f)
{
	return f->m->pmem.partition && f->m->pmem.dax && xfs_has_reflink(&f->m->geom);
}

static bool raw_mode(const struct mkfs_warn_facts *f)
{
	return f->m->pmem.mode == PMEM_RAW && !f->m->pmem.dax;
}

static bool sector_mode(const struct mkfs_warn_facts *f)
{
	return f->m->pmem.mode == PMEM_SECTOR;
}

static bool fsdax_without_dax(const struct mkfs_warn_facts *f)
{
	return f->m->pmem.mode == PMEM_FSDAX && !f->m->pmem.dax;
}

static bool kernel_refuses(const struct mkfs_warn_facts *f)
{
	return runs_here(f) && f->kernel < MKFS_KERNEL(6, 0);
}

static bool kernel_faulty(const struct mkfs_warn_facts *f)
{
	return runs_here(f) && f->kernel >= MKFS_KERNEL(6, 0) &&
	       f->kernel < MKFS_KERNEL(6, 2);
}

static bool kernel_lacks(const struct mkfs_warn_facts *f)
{
	return f->m->data_facts.block && f->lacks[0];
}

/* An image declared to become pmem can; a device can only if it offers DAX now. */
static bool daxinherit_idle(const struct mkfs_warn_facts *f)
{
	const struct mkfs *m = f->m;

	return m->opts.d.daxinherit && !m->pmem.dax &&
	       (m->data_facts.block || !m->on_pmem);
}

static bool no_rmap(const struct mkfs_warn_facts *f)
{
	return xfs_has_reflink(&f->m->geom) && !xfs_has_rmapbt(&f->m->geom) &&
	       offers_dax(f->m);
}

static bool namespace_unaligned(const struct mkfs_warn_facts *f)
{
	return unaligned(f->m) && !f->m->pmem.partition;
}

static bool partition_unaligned(const struct mkfs_warn_facts *f)
{
	return unaligned(f->m) && f->m->pmem.partition;
}

static bool address_unknown(const struct mkfs_warn_facts *f)
{
	return f->m->data_facts.block && f->m->pmem.dax && f->m->on_pmem &&
	       !f->m->pmem.phys_known;
}

const struct mkfs_warning mkfs_warnings[] = {
	{ "experimental", experimental, XFS_DAX_EXPERIMENTAL_TEXT },
	{ "not-pmem", not_pmem,
	  "{device} is no persistent memory as far as this kernel knows, and is laid out for it all the same because of -d pmem=1" },
	{ "partition", partition,
	  "{device} is a partition, where the kernel refuses to mount a filesystem with reflink with dax=always: use the whole namespace, or mount with dax=inode, or give -m reflink=0" },
	{ "raw", raw_mode,
	  "{device} is a namespace in raw mode, on which no file can use DAX; ndctl create-namespace -f -e {namespace} -m fsdax changes that and destroys what is stored there" },
	{ "sector", sector_mode,
	  "{device} is a namespace in sector mode, on which no file can use DAX; ndctl create-namespace -f -e {namespace} -m fsdax changes that and destroys what is stored there" },
	{ "no-dax", fsdax_without_dax,
	  "{device} is a namespace in fsdax mode, yet the running kernel ({kernel}) offers no DAX on it" },
	{ "kernel-refuses", kernel_refuses,
	  "the running kernel ({kernel}) refuses dax=always on a filesystem with reflink, which takes 6.0 or later, better 6.2: use a newer kernel or give -m reflink=0" },
	{ "kernel-faulty", kernel_faulty,
	  "the running kernel ({kernel}) has a known fault when several processes map the same shared block with DAX: use 6.2 or later for reflink together with DAX" },
	{ "kernel-lacks", kernel_lacks,
	  "the running kernel ({kernel}) will not mount this filesystem because of {lacks}" },
	{ "daxinherit", daxinherit_idle,
	  "-d daxinherit=1 marks every file for DAX, but {device} cannot do DAX, so the mark has no effect there" },
	{ "no-rmapbt", no_rmap,
	  "with reflink but without a reverse map it cannot be told which files share a piece of memory that went bad: give -m rmapbt=1" },
	{ "namespace-unaligned", namespace_unaligned,
	  "the data of {namespace} start at {start}, which is not on a 2 MiB boundary of memory, so new files get a 2 MiB extent size hint instead of stripe alignment, and fewer of them can be mapped with huge pages over time; ndctl create-namespace -f -e {namespace} -m fsdax -a 2M changes that and destroys what is stored there" },
	{ "partition-unaligned", partition_unaligned,
	  "{device} starts at {start}, which is not on a 2 MiB boundary of memory, so new files get a 2 MiB extent size hint instead of stripe alignment, and fewer of them can be mapped with huge pages over time; begin it on such a boundary, or use the whole namespace" },
	{ "address-unknown", address_unknown,
	  "where {device} starts in physical memory is not known, so files may turn out not to be aligned for huge pages" },
};
const size_t mkfs_nr_warnings = sizeof(mkfs_warnings) / sizeof(mkfs_warnings[0]);

/* "bigtime (since 5.10), nrext64 (since 5.19)", as many as there is room for. */
static void list_lacks(const struct mkfs *m, const char *release, char *buf, size_t size)
{
	const struct mkfs_feature *lacks[32];
	const size_t max = sizeof(lacks) / sizeof(lacks[0]);
	size_t nr = mkfs_kernel_lacks(m, release, lacks, max), len = 0, i;

	buf[0] = '\0';
	for (i = 0; i < nr && i < max && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s (since %u.%u)",
				i ? ", " : "", lacks[i]->name,
				lacks[i]->mounts >> 16, lacks[i]->mounts & 0xffff);
}

void mkfs_warn_find_facts(const struct mkfs *m, const char *release,
			  struct mkfs_warn_facts *f)
{
	memset(f, 0, sizeof(*f));
	f->m = m;
	snprintf(f->release, sizeof(f->release), "%s", release);
	snprintf(f->start, sizeof(f->start), "0x%" PRIx64, m->pmem.phys_start);
	if (mkfs_kernel_parse(release, &f->kernel))
		f->kernel = 0;
	else
		list_lacks(m, release, f->lacks, sizeof(f->lacks));
}

static const char *fact(const struct mkfs_warn_facts *f, const char *name, size_t len)
{
	const struct {
		const char	*name, *value;
	} facts[] = {
		{ "device", f->m->opts.device },
		{ "namespace", f->m->pmem.namespace[0] ? f->m->pmem.namespace : "NAMESPACE" },
		{ "kernel", f->release },
		{ "lacks", f->lacks },
		{ "start", f->start },
	};
	size_t i;

	for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (strlen(facts[i].name) == len && !memcmp(facts[i].name, name, len))
			return facts[i].value;
	return NULL;
}

void mkfs_warn_say(const struct mkfs_warning *w, const struct mkfs_warn_facts *f,
		   FILE *to)
{
	const char *p = w->text, *value;
	char text[MKFS_TEXT_MAX];
	size_t at = 0, len;

	while (*p && at < sizeof(text)) {
		len = strcspn(p, "{");
		at += snprintf(text + at, sizeof(text) - at, "%.*s", (int)len, p);
		p += len;
		if (!*p || at >= sizeof(text))
			break;
		len = strcspn(p, "}");
		value = fact(f, p + 1, len - 1);
		at += snprintf(text + at, sizeof(text) - at, "%s", value ? value : "?");
		p += len + (p[len] == '}');
	}
	mkfs_say(to, "warning: %s", text);
}

void mkfs_warn_as(const struct mkfs *m, const char *release, FILE *to)
{
	struct mkfs_warn_facts facts;
	size_t i;

	mkfs_warn_find_facts(m, release, &facts);
	for (i = 0; i < mkfs_nr_warnings; i++)
		if (mkfs_warnings[i].applies(&facts))
			mkfs_warn_say(&mkfs_warnings[i], &facts, to);
}

int mkfs_warn(struct mkfs *m)
{
	struct utsname name;

	mkfs_warn_as(m, uname(&name) ? "" : name.release, stderr);
	return 0;
}
