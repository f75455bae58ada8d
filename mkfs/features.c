// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The feature bits of the superblock: the table's defaults or the set of
 * -m kernel=, then what was asked for, then what depends on what.
 *
 * Leaves to mkfs/geometry.c the bits that depend on numbers: stripe alignment and
 * large sectors.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mkfs/kernels.h"

static bool *choice(struct mkfs_options *o, const struct mkfs_feature *f)
{
	return (bool *)((char *)o + f->choice);
}

/* Fills the choices nobody made. */
static void choose_defaults(struct mkfs_options *o)
{
	unsigned int kernel = 0;
	size_t i;

	if (o->m.kernel && mkfs_kernel_parse_exact(o->m.kernel, &kernel))
		kernel = 0;
	for (i = 0; i < mkfs_nr_features; i++) {
		const struct mkfs_feature *f = &mkfs_features[i];

		if (!mkfs_given(o, f->opt))
			*choice(o, f) = kernel ? mkfs_kernel_has(kernel, f) :
				f->by_default;
	}
}

/* Off silently when it was only a default, an error when it was asked for. */
static int settle_dependencies(struct mkfs_options *o)
{
	if (o->m.inobtcount && !o->m.finobt) {
		if (mkfs_given(o, MKFS_OPT_M_INOBTCOUNT))
			return mkfs_fail("-m inobtcount=1 needs -m finobt=1");
		o->m.inobtcount = false;
	}
	if (mkfs_given(o, MKFS_OPT_D_COWEXTSIZE) && !o->m.reflink)
		return mkfs_fail("-d cowextsize needs -m reflink=1");
	return 0;
}

static void set_bit_of(struct xfs_geom *g, const struct mkfs_feature *f)
{
	switch (f->word) {
	case MKFS_WORD_FEATURES2:
		g->features2 |= f->bit;
		break;
	case MKFS_WORD_RO_COMPAT:
		g->ro_compat |= f->bit;
		break;
	case MKFS_WORD_INCOMPAT:
		g->incompat |= f->bit;
		break;
	}
}

static void set_bits(struct xfs_geom *g, struct mkfs_options *o)
{
	size_t i;

	g->versionnum = XFS_SB_VERSION_5 | XFS_SB_VERSION_NLINKBIT |
		XFS_SB_VERSION_ALIGNBIT | XFS_SB_VERSION_LOGV2BIT |
		XFS_SB_VERSION_EXTFLGBIT | XFS_SB_VERSION_DIRV2BIT |
		XFS_SB_VERSION_MOREBITSBIT;
	g->features2 = XFS_SB_VERSION2_LAZYSBCOUNTBIT |
		XFS_SB_VERSION2_ATTR2BIT | XFS_SB_VERSION2_PROJID32BIT;
	g->compat = 0;
	g->ro_compat = 0;
	g->incompat = XFS_SB_FEAT_INCOMPAT_FTYPE;
	g->log_incompat = 0;
	for (i = 0; i < mkfs_nr_features; i++)
		if (*choice(o, &mkfs_features[i]))
			set_bit_of(g, &mkfs_features[i]);
	/* Parent pointers are extended attributes: soon some inode has one. */
	if (o->n.parent)
		g->versionnum |= XFS_SB_VERSION_ATTRBIT;
}

static void set_identity(struct xfs_geom *g, struct mkfs_options *o)
{
	if (!mkfs_given(o, MKFS_OPT_M_UUID))
		uuid_generate(o->m.uuid);
	memcpy(&g->uuid, o->m.uuid, sizeof(g->uuid));
	g->meta_uuid = g->uuid;
	memset(g->fname, 0, sizeof(g->fname));
	if (o->label)
		memcpy(g->fname, o->label,
		       strnlen(o->label, sizeof(g->fname)));
}

/* The features of one config section; option letter @letter. */
static void write_section(FILE *f, struct mkfs_options *o, char letter,
			  const char *section)
{
	size_t i;

	fprintf(f, "\n[%s]\n", section);
	for (i = 0; i < mkfs_nr_features; i++)
		if (mkfs_features[i].option[1] == letter)
			fprintf(f, "%s=%d\n", mkfs_features[i].name,
				*choice(o, &mkfs_features[i]));
}

/* -c makecfg: never over a file that is there. */
static int write_config(struct mkfs_options *o)
{
	int fd = open(o->c.makecfg, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	int error;

	if (!f) {
		error = errno;
		if (fd >= 0)
			close(fd);
		return mkfs_fail("-c makecfg=%s: the file cannot be made: %s",
				 o->c.makecfg, strerror(error));
	}
	fprintf(f, "# The features chosen by mkfs.xfs of xfsprogs-dax.\n");
	write_section(f, o, 'm', "metadata");
	write_section(f, o, 'i', "inode");
	write_section(f, o, 'n', "naming");
	error = ferror(f);
	if (fclose(f) || error)
		return mkfs_fail("-c makecfg=%s: the file cannot be written",
				 o->c.makecfg);
	return 0;
}

int mkfs_choose_features(struct mkfs *m)
{
	int error;

	choose_defaults(&m->opts);
	error = settle_dependencies(&m->opts);
	if (error)
		return error;
	set_bits(&m->geom, &m->opts);
	set_identity(&m->geom, &m->opts);
	return m->opts.c.makecfg ? write_config(&m->opts) : 0;
}
