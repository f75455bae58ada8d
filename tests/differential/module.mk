# The comparer of images; it shares no code with the core on purpose.
IMGCMP		:= $(O)/tests/differential/imgcmp
CHECK_SOURCES	+= tests/differential/imgcmp.c

.PHONY: test-tools
test-tools: $(IMGCMP)

$(IMGCMP): $(O)/tests/differential/imgcmp.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^

# What the core's log reader finds in an image, for the comparison with xfs_logprint.
LOGREAD		:= $(O)/tests/differential/logread
CHECK_SOURCES	+= tests/differential/logread.c

test-tools: $(LOGREAD)

$(LOGREAD): $(O)/tests/differential/logread.o $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)
