// SPDX-License-Identifier: GPL-2.0-or-later
/* Feature bits by name and by word; all of it is one walk over the table. */
#include "libxfs/fs/features.h"

static const struct {
	uint8_t		word;
	uint32_t	bit;
	const char	*name;
} table[] = {
#define ROW(word, bit, name)	{ XFS_WORD_##word, bit, name },
	XFS_FEATURE_TABLE(ROW)
#undef ROW
};

#define NR_ROWS	(sizeof(table) / sizeof(table[0]))

uint32_t xfs_features_word(const struct xfs_geom *g, enum xfs_feature_word word)
{
	switch (word) {
	case XFS_WORD_versionnum:
		return g->versionnum & ~XFS_SB_VERSION_NUMBITS;
	case XFS_WORD_features2:
		return g->features2;
	case XFS_WORD_compat:
		return g->compat;
	case XFS_WORD_ro_compat:
		return g->ro_compat;
	case XFS_WORD_incompat:
		return g->incompat;
	case XFS_WORD_log_incompat:
		return g->log_incompat;
	case XFS_WORD_NR:
		break;
	}
	return 0;
}

uint32_t xfs_features_known(enum xfs_feature_word word)
{
	uint32_t known = 0;
	size_t i;

	for (i = 0; i < NR_ROWS; i++) {
		if (table[i].word == word)
			known |= table[i].bit;
	}
	return known;
}

uint32_t xfs_features_unknown(const struct xfs_geom *g,
			      enum xfs_feature_word word)
{
	return xfs_features_word(g, word) & ~xfs_features_known(word);
}

const char *xfs_feature_name(enum xfs_feature_word word, uint32_t bit)
{
	size_t i;

	for (i = 0; i < NR_ROWS; i++) {
		if (table[i].word == word && table[i].bit == bit)
			return table[i].name;
	}
	return NULL;
}

static bool same_name(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

bool xfs_feature_find(const char *name, enum xfs_feature_word *word,
		      uint32_t *bit)
{
	size_t i;

	for (i = 0; i < NR_ROWS; i++) {
		if (same_name(table[i].name, name)) {
			*word = table[i].word;
			*bit = table[i].bit;
			return true;
		}
	}
	return false;
}
