// SPDX-License-Identifier: GPL-2.0-or-later
/* How the encryption commands read keys' names and modes. */
#ifndef IO_ENCRYPT_H
#define IO_ENCRYPT_H

#include <linux/fscrypt.h>

#include "io/io.h"

/* 16 hexadecimal digits name a key of v1 policies, 32 one of v2; else -EINVAL. */
int encrypt_keyspec(const char *text, struct fscrypt_key_specifier *spec);
/* A mode by name, in any case, or number up to 255; else -EINVAL. */
int encrypt_mode(const char *text, uint8_t *mode);
/* NULL: a mode without a name. */
const char *encrypt_mode_name(uint8_t mode);
/* Bytes of the name of a key, 0 for an unknown type. */
size_t encrypt_keyspec_bytes(const struct fscrypt_key_specifier *spec);
/* @size bytes in hexadecimal, on standard output. */
void encrypt_print_hex(const uint8_t *bytes, size_t size);

#endif /* IO_ENCRYPT_H */
