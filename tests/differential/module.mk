# The comparer of images; it shares no code with the core on purpose.
IMGCMP		:= $(O)/tests/differential/imgcmp
CHECK_SOURCES	+= tests/differential/imgcmp.c

.PHONY: test-tools
test-tools: $(IMGCMP)

$(IMGCMP): $(O)/tests/differential/imgcmp.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^
