# main.c apart, repair is a library, so that unit tests can call any part of it.
REPAIR_SOURCES	:= $(filter-out repair/main.c,$(sort $(wildcard repair/*.c)))
LIBREPAIR	:= $(O)/repair/librepair.a
CHECK_SOURCES	+= $(REPAIR_SOURCES) repair/main.c
ALL		+= $(O)/repair/xfs_repair

$(LIBREPAIR): $(REPAIR_SOURCES:%.c=$(O)/%.o)

$(O)/repair/xfs_repair: $(O)/repair/main.o $(LIBREPAIR) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)

.PHONY: install-repair
INSTALL_TARGETS	+= install-repair
install-repair: $(O)/repair/xfs_repair
	$(INSTALL) -D -m 755 $< $(DESTDIR)$(sbindir)/xfs_repair
	$(INSTALL) -D -m 644 man/man8/xfs_repair.8 $(DESTDIR)$(mandir)/man8/xfs_repair.8
