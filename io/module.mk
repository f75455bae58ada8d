# main.c apart, xfs_io is a library, so that unit tests can call any part of it.
IO_SOURCES	:= $(filter-out io/main.c,$(sort $(wildcard io/*.c)))
LIBIO		:= $(O)/io/libio.a
CHECK_SOURCES	+= $(IO_SOURCES) io/main.c
ALL		+= $(O)/io/xfs_io

$(LIBIO): $(IO_SOURCES:%.c=$(O)/%.o)

$(O)/io/xfs_io: $(O)/io/main.o $(LIBIO) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS) $(EDIT_LIBS)

.PHONY: install-io
INSTALL_TARGETS	+= install-io
install-io: $(O)/io/xfs_io
	$(INSTALL) -D -m 755 $< $(DESTDIR)$(sbindir)/xfs_io
	$(INSTALL) -D -m 644 man/man8/xfs_io.8 $(DESTDIR)$(mandir)/man8/xfs_io.8
