# main.c apart, mkfs is a library, so that unit tests can call any part of it.
MKFS_SOURCES	:= $(filter-out mkfs/main.c,$(sort $(wildcard mkfs/*.c)))
LIBMKFS		:= $(O)/mkfs/libmkfs.a
CHECK_SOURCES	+= $(MKFS_SOURCES) mkfs/main.c
ALL		+= $(O)/mkfs/mkfs.xfs

$(LIBMKFS): $(MKFS_SOURCES:%.c=$(O)/%.o)

$(O)/mkfs/mkfs.xfs: $(O)/mkfs/main.o $(LIBMKFS) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)

.PHONY: install-mkfs
INSTALL_TARGETS	+= install-mkfs
install-mkfs: $(O)/mkfs/mkfs.xfs
	$(INSTALL) -D -m 755 $< $(DESTDIR)$(sbindir)/mkfs.xfs
	for f in mkfs/config/*.conf; do \
		$(INSTALL) -D -m 644 $$f $(DESTDIR)$(datadir)/xfsprogs-dax/mkfs/$${f##*/} || exit 1; \
	done
	$(INSTALL) -D -m 644 man/man8/mkfs.xfs.8 $(DESTDIR)$(mandir)/man8/mkfs.xfs.8
