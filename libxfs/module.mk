LIBXFS_DIRS	:= $(patsubst %/,%,$(wildcard libxfs/*/))
LIBXFS_SOURCES	:= $(sort $(wildcard $(addsuffix /*.c,$(LIBXFS_DIRS))))
LIBXFS		:= $(O)/libxfs/libxfs.a
CHECK_SOURCES	+= $(LIBXFS_SOURCES)
ALL		+= $(LIBXFS)

$(LIBXFS): $(LIBXFS_SOURCES:%.c=$(O)/%.o)

.PHONY: install-libxfs
INSTALL_TARGETS	+= install-libxfs
install-libxfs: $(LIBXFS)
	for h in include/libxfs.h $(wildcard libxfs/*.h libxfs/*/*.h) common/host/xfs_host.h; do \
		$(INSTALL) -D -m 644 $$h $(DESTDIR)$(includedir)/xfsprogs-dax/$$h || exit 1; \
	done
	$(INSTALL) -D -m 644 $(LIBXFS) $(DESTDIR)$(libdir)/xfsprogs-dax/libxfs.a
