# SPDX-License-Identifier: GPL-2.0-or-later
# The one Makefile: each folder's module.mk says what is built there.
#
#   make                     the programs, in place
#   make O=DIR               the same, objects and programs under DIR
#   make SANITIZE=address,undefined   builds under build-sanitize/, and runs the unit,
#                            differential and fuzz tests of that
#   make check, make sparse, make install DESTDIR=DIR, make clean

ifeq ($(wildcard config.mk),)
$(error no config.mk: run ./bootstrap build, or autoreconf -i && ./configure)
endif
include config.mk

ifdef SANITIZE
O	?= build-sanitize
CFLAGS	+= -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS	+= -fsanitize=$(SANITIZE)
endif
O	?= .

WARN	:= -Wall -Wextra -Wsign-compare -Wmissing-prototypes -Wstrict-prototypes \
	   -Wpointer-arith -Wvla -Wno-unused-parameter -Werror
CPPFLAGS += -I. -Icommon/host -Iinclude -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
	   -DPACKAGE_DATADIR='"$(datadir)/xfsprogs-dax"' $(DEP_CFLAGS)
ALL_CFLAGS = -std=gnu11 $(WARN) $(CFLAGS) $(CPPFLAGS)

# make V=1 shows whole commands.
ifndef V
say	= @printf '  %-4s %s\n' $(1) $(2);
endif

ALL :=
INSTALL_TARGETS :=
CHECK_SOURCES :=
include libxfs/module.mk common/module.mk mkfs/module.mk io/module.mk repair/module.mk
include $(sort $(wildcard tests/*/module.mk))

# A build with sanitizers is there to be tested.
.DEFAULT_GOAL := $(if $(SANITIZE),check-sanitized,all)
.PHONY: all check check-programs check-sanitized test-tools sparse sparse-one header-alone install clean
all: $(ALL)

# objs(DIR...): the objects of every C file of these folders
objs = $(patsubst %.c,$(O)/%.o,$(sort $(wildcard $(addsuffix /*.c,$(1)))))

$(O)/%.o: %.c config.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,AR,$@)$(AR) rcs $@ $^

# Everything the tests run, then the tests.
check-programs: all unit-tests test-tools
check: check-programs
	O=$(O) tests/run -n

# Of what compares with the stock programs at length, a sample.
SANITIZED ?= unit differential fuzz/repair-random
check-sanitized: check-programs
	DIFFERENTIAL_STEP=8 REPAIR_STEP=40 FUZZ_SEEDS=30 \
	O=$(O) TESTS_OUT=$(O)/tests/out tests/run -n $(SANITIZED)

# sparse lacks __has_include, without which libc's statx() is an old one.
SPARSE	:= sparse -Wbitwise -Wcast-to-as -Wno-decl -Wsparse-error \
	   '-D__has_include(file)=1' \
	   -std=gnu11 $(CPPFLAGS)
sparse:
	@for f in $(CHECK_SOURCES); do $(SPARSE) $$f || exit 1; done
sparse-one:
	@$(SPARSE) $(FILE)
header-alone:
	$(CC) $(ALL_CFLAGS) -fsyntax-only -include $(FILE) -x c /dev/null

install: all $(INSTALL_TARGETS)

clean:
	find $(O) -type f -name '*.[oad]' -not -path './.git/*' -delete
	rm -f $(ALL)

-include $(shell find $(O) -type f -name '*.d' -not -path './.git/*' 2>/dev/null)
