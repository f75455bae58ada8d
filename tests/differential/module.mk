# The comparer of images; it shares no code with the core on purpose.
IMGCMP		:= $(O)/tests/differential/imgcmp
CHECK_SOURCES	+= tests/differential/imgcmp.c

# Lists names and attributes, of a mount and of an image through the core.
LISTNAMES	:= $(O)/tests/differential/listnames
CHECK_SOURCES	+= tests/differential/listnames.c

.PHONY: test-tools
test-tools: $(IMGCMP) $(LISTNAMES)

$(LISTNAMES): $(O)/tests/differential/listnames.o $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)

$(IMGCMP): $(O)/tests/differential/imgcmp.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^

# What the core's log reader finds in an image, for the comparison with xfs_logprint.
LOGREAD		:= $(O)/tests/differential/logread
CHECK_SOURCES	+= tests/differential/logread.c

test-tools: $(LOGREAD)

$(LOGREAD): $(O)/tests/differential/logread.o $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)

# An empty folder for every row of xfs_io, in a filesystem at rest.
FRESH		:= $(O)/tests/differential/fresh
CHECK_SOURCES	+= tests/differential/fresh.c

test-tools: $(FRESH)

$(FRESH): $(O)/tests/differential/fresh.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^

# The trees of an image, and what its files map, against each other through libxfs/reflink.
SHARING_CORE	:= $(O)/tests/differential/sharing_core
CHECK_SOURCES	+= tests/differential/sharing_core.c

test-tools: $(SHARING_CORE)

$(SHARING_CORE): $(O)/tests/differential/sharing_core.o $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)

# Owner, mode and extended attributes of a file, ACLs among them.
RIGHTS		:= $(O)/tests/differential/rights
CHECK_SOURCES	+= tests/differential/rights.c

test-tools: $(RIGHTS)

$(RIGHTS): $(O)/tests/differential/rights.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^

# One of everything, in a mounted filesystem.
FILL		:= $(O)/tests/differential/fill
CHECK_SOURCES	+= tests/differential/fill.c

test-tools: $(FILL)

$(FILL): $(O)/tests/differential/fill.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^

# Very many of the same, to measure with.
CROWD		:= $(O)/tests/differential/crowd
CHECK_SOURCES	+= tests/differential/crowd.c

test-tools: $(CROWD)

$(CROWD): $(O)/tests/differential/crowd.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^
