// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The devices mkfs.xfs works on: opened, examined, refused if that is called for.
 *
 * Nothing is changed here before mkfs_prepare_targets(): a file that is to be
 * created does not exist until then, and its facts are what it will have.  A block
 * device is held open exclusively from the first look on, so that what was found
 * free stays free.  -N opens for reading only but refuses all that a real run
 * refuses, except what only writing needs.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/in_use.h"
#include "libxfs/format/sb.h"
#include "mkfs/mkfs.h"
#include "mkfs/target_check.h"

/* One of the two targets, and what was asked for it. */
struct target {
	const char	*path;
	const char	*option;	/* how its suboptions are named: "-d" */
	bool		create;		/* file=1 */
	uint64_t	size;		/* size=; 0: as large as it is */
	uint64_t	min;
	struct xfs_dev	**dev;
	struct device_facts *facts;
	bool		*created;	/* by this run */
	uint64_t	old_size;	/* what mkfs_prepare_targets() found ... */
	bool		grown;		/* ... and changed */
};

static struct target data_target(struct mkfs *m)
{
	return (struct target) {
		.path = m->opts.device, .option = "-d",
		.create = m->opts.d.file, .size = m->opts.d.size, .min = XFS_MIN_AG_BYTES,
		.dev = &m->data, .facts = &m->data_facts, .created = &m->data_created,
	};
}

static struct target log_target(struct mkfs *m)
{
	return (struct target) {
		.path = m->opts.l.logdev, .option = "-l",
		.create = m->opts.l.file, .size = m->opts.l.size, .min = 512,
		.dev = &m->logdev, .facts = &m->log_facts, .created = &m->log_created,
	};
}

/* What device_open() meant, in a sentence. */
static int open_failed(const struct target *t, int error, const struct stat *st)
{
	const char *path = t->path;

	switch (-error) {
	case EBUSY:
		return mkfs_fail("%s is in use: something else has opened it exclusively; stop that first (-f does not override this)",
				 path);
	case EROFS:
		return mkfs_fail("%s is read-only", path);
	case EACCES:
	case EPERM:
		return S_ISBLK(st->st_mode) && geteuid() == 0 ?
			mkfs_fail("%s is read-only", path) :
			mkfs_fail("%s: no permission to write to it", path);
	case EEXIST:
		return mkfs_fail("%s was made by somebody else meanwhile; look at it and try again",
				 path);
	case EISDIR:
		return mkfs_fail("%s is a directory; give a block device or an image file",
				 path);
	default:
		return mkfs_fail("%s cannot be opened: %s", path, strerror(-error));
	}
}

static int check_type(const struct target *t, const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return 0;
	if (S_ISBLK(st->st_mode)) {
		if (t->create)
			return mkfs_fail("%s is a block device, and %s file=1 is for image files; leave file= out",
					 t->path, t->option);
		return 0;
	}
	if (S_ISDIR(st->st_mode))
		return open_failed(t, -EISDIR, st);
	if (S_ISCHR(st->st_mode) && strstr(t->path, "/dax"))
		return mkfs_fail("%s is a device-DAX character device, on which there can be no filesystem; turn it into a pmem disk with ndctl create-namespace -f -m fsdax -e NAMESPACE",
				 t->path);
	return mkfs_fail("%s is neither a block device nor a regular file", t->path);
}

static int check_unused(const struct target *t, const struct stat *st)
{
	char who[1024];
	int found = in_use_find(st, who, sizeof(who));

	if (!found)
		return 0;
	if (found < 0)
		return mkfs_fail("there is no memory to find out whether %s is in use", t->path);
	return mkfs_fail("%s %s; stop that first (-f does not override this)",
			 t->path, who);
}

static int check_contents(const struct mkfs *m, const struct target *t)
{
	char what[512];
	int error;

	if (m->opts.force)
		return 0;
	error = target_find_contents(t->path, what, sizeof(what));
	if (error)
		return mkfs_fail("%s cannot be searched for what is stored there: %s; -f goes on without looking",
				 t->path, strerror(-error));
	if (what[0])
		return mkfs_fail("%s already holds %s; give -f to overwrite it",
				 t->path, what);
	return 0;
}

/* What mkfs_prepare_targets() will make of a regular file. */
static bool to_be_sized(const struct target *t)
{
	return t->create || (t->facts->size == 0 && t->size != 0);
}

static int check_size(const struct target *t)
{
	struct device_facts *f = t->facts;

	if (!f->block && to_be_sized(t)) {
		if (!t->size)
			return mkfs_fail("%s is to be created, so %s size= must say how large",
					 t->path, t->option);
		f->size = t->size;
	}
	if (f->size < t->min)
		return mkfs_fail("%s has %" PRIu64 " bytes, too few: at least %" PRIu64 " are needed",
				 t->path, f->size, t->min);
	return 0;
}

static int examine_new(const struct target *t)
{
	char parent[4096];
	struct stat st;
	char *slash;

	if (t->create && !lstat(t->path, &st))
		return mkfs_fail("%s is a link to what does not exist; name the file that is to be created, or remove the link",
				 t->path);
	if (!t->create)
		return mkfs_fail("%s does not exist; to create an image file give -d file,name=%s,size=SIZE",
				 t->path, t->path);
	if (snprintf(parent, sizeof(parent), "%s", t->path) >= (int)sizeof(parent))
		return mkfs_fail("%s: the name is too long", t->path);
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = '\0';
	if (access(slash ? parent : ".", W_OK | X_OK))
		return mkfs_fail("%s cannot be created: %s", t->path, strerror(errno));
	*t->facts = (struct device_facts) { .lsectsize = 512, .psectsize = 512 };
	return check_size(t);
}

static int examine_existing(const struct mkfs *m, const struct target *t,
			    const struct stat *st)
{
	unsigned int flags = DEVICE_EXCL | (m->opts.dry_run ? 0 : DEVICE_WRITE);
	int error;

	error = check_type(t, st);
	if (!error)
		error = check_unused(t, st);
	if (error)
		return error;
	error = device_open(t->path, flags, t->dev);
	if (error)
		return open_failed(t, error, st);
	*t->facts = *device_facts(*t->dev);
	if (t->facts->readonly && !m->opts.dry_run)
		return open_failed(t, -EROFS, st);
	error = check_size(t);
	return error ? error : check_contents(m, t);
}

static int examine(const struct mkfs *m, const struct target *t)
{
	struct stat st;

	if (!stat(t->path, &st))
		return examine_existing(m, t, &st);
	if (errno == ENOENT)
		return examine_new(t);
	return mkfs_fail("%s cannot be found: %s", t->path, strerror(errno));
}

/* What is open, or would be. */
static bool identify(const struct target *t, struct stat *st)
{
	return !(*t->dev ? fstat(device_fd(*t->dev), st) : stat(t->path, st));
}

static int check_distinct(const struct target *data, const struct target *log)
{
	struct stat a, b;
	bool same = !strcmp(data->path, log->path);

	if (!same && identify(data, &a) && identify(log, &b))
		same = target_overlap(&a, &b);
	return same ? mkfs_fail("%s and %s are the same bytes, which cannot be both the data and the log device",
				data->path, log->path) : 0;
}

static int probe(const char *path, const struct xfs_dev *dev,
		 const struct device_facts *facts, struct pmem_info *info)
{
	int error = 0;

	info->numa_node = -1;
	if (facts->block)
		error = pmem_probe(device_fd(dev), NULL, info);
	return error ? mkfs_fail("what the kernel says of the persistent memory behind %s makes no sense (partition or bad-block list in sysfs): %s",
				 path, strerror(-error)) : 0;
}

/* Places for DAX where DAX is offered or, asked for, will be. */
static int examine_pmem(struct mkfs *m)
{
	enum mkfs_pmem_choice choice = m->opts.d.pmem;
	int error = probe(m->opts.device, m->data, &m->data_facts, &m->pmem);

	if (!error)
		error = probe(m->opts.l.logdev, m->logdev, &m->log_facts, &m->log_pmem);
	if (error)
		return error;
	m->on_pmem = choice == MKFS_PMEM_YES ||
		     (choice == MKFS_PMEM_AUTO && m->pmem.dax &&
		      (m->pmem.mode == PMEM_FSDAX || m->pmem.mode == PMEM_OTHER));
	m->pmem_start = m->on_pmem && m->pmem.phys_known ? m->pmem.phys_start : 0;
	return 0;
}

int mkfs_open_targets(struct mkfs *m)
{
	struct target data = data_target(m), log = log_target(m);
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int error;

	m->nr_cpus = cpus > 0 ? cpus : 1;
	if (!data.path)
		return mkfs_fail("no device or image file was named");
	error = log.path ? check_distinct(&data, &log) : 0;
	if (!error)
		error = examine(m, &data);
	if (!error && log.path)
		error = examine(m, &log);
	return error ? error : examine_pmem(m);
}

static int create(const struct target *t)
{
	struct stat st = { 0 };
	int error;

	if (*t->dev)
		return 0;
	error = device_open(t->path, DEVICE_WRITE | DEVICE_CREATE, t->dev);
	if (error)
		return open_failed(t, error, &st);
	*t->created = true;
	return 0;
}

/* Creates what is not there; only then can two names of one file be told. */
static int create_both(const struct target *data, const struct target *log)
{
	int error = create(data);

	if (error || !log->path)
		return error;
	error = check_distinct(data, log);
	return error ? error : create(log);
}

static int resize(const struct target *t, uint64_t size)
{
	return device_resize(*t->dev, size) ? mkfs_fail("%s", device_error(*t->dev)) : 0;
}

/* Grows a file that is too small, which takes nothing of what it holds. */
static int grow(struct target *t)
{
	const struct device_facts *f = t->path ? device_facts(*t->dev) : NULL;

	if (!f || f->block)
		return 0;
	t->old_size = f->size;
	if (f->size >= t->facts->size || !(t->create || !f->size))
		return 0;
	t->grown = !resize(t, t->facts->size);
	return t->grown ? 0 : -EINVAL;
}

static void shrink_back(const struct target *t)
{
	if (t->grown)
		device_resize(*t->dev, t->old_size);
}

/* An older file that file=1 makes anew: what it held must not show through. */
static bool to_be_emptied(const struct target *t)
{
	return t->path && t->create && !*t->created && t->old_size;
}

static int empty(const struct target *t)
{
	int error;

	if (!to_be_emptied(t))
		return 0;
	error = resize(t, 0);
	return error ? error : resize(t, t->facts->size);
}

/* Once it is certain that there is room, older contents may go. */
static int empty_both(struct mkfs *m, const struct target *data,
		      const struct target *log)
{
	int error = empty(data);

	if (!error)
		error = empty(log);
	if (!error && (to_be_emptied(data) || to_be_emptied(log)))
		error = mkfs_reserve(m);
	return error;
}

int mkfs_prepare_targets(struct mkfs *m)
{
	struct target data = data_target(m), log = log_target(m);
	int error = create_both(&data, &log);

	if (error)
		return error;
	error = grow(&data);
	if (!error)
		error = grow(&log);
	if (!error)
		error = mkfs_reserve(m);
	if (!error)
		return empty_both(m, &data, &log);
	shrink_back(&data);
	shrink_back(&log);
	return error;
}

/* Only what still has the name it was created by. */
static void abandon(const struct target *t)
{
	struct stat now, mine;

	if (*t->created && !lstat(t->path, &now) &&
	    !fstat(device_fd(*t->dev), &mine) &&
	    now.st_dev == mine.st_dev && now.st_ino == mine.st_ino)
		unlink(t->path);
}

void mkfs_abandon_targets(struct mkfs *m)
{
	struct target data = data_target(m), log = log_target(m);

	abandon(&data);
	abandon(&log);
}
