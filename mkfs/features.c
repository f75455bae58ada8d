// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The feature bits of the superblock: the table's defaults or the set of
 * -m kernel=, then what was asked for, then what depends on what.
 *
 * Leaves to mkfs/geometry.c the bits that depend on numbers: stripe alignment and
 * large sectors.
 */

#include <errno.h>
#include <string.h>

#include "mkfs/kernels.h"

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
			*mkfs_feature_choice(o, f) = kernel ? mkfs_kernel_has(kernel, f) :
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
	if (mkfs_given(o, MKFS_OPT_I_MAX_ATOMIC_WRITE) && !o->m.reflink)
		return mkfs_fail("-i max_atomic_write needs -m reflink=1");
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
		if (*mkfs_feature_choice(o, &mkfs_features[i]))
			set_bit_of(g, &mkfs_features[i]);
	/* Parent pointers and properties are extended attributes. */
	if (o->n.parent || mkfs_given(o, MKFS_OPT_M_AUTOFSCK))
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

int mkfs_choose_features(struct mkfs *m)
{
	int error;

	choose_defaults(&m->opts);
	error = settle_dependencies(&m->opts);
	if (error)
		return error;
	set_bits(&m->geom, &m->opts);
	set_identity(&m->geom, &m->opts);
	return 0;
}
