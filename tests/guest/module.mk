# Programs that the guest tests run inside the virtual machine.
GUEST_SOURCES	:= $(sort $(wildcard tests/guest/tools/*.c))
GUEST_TOOLS	:= $(GUEST_SOURCES:tests/guest/tools/%.c=$(O)/tests/guest/%)
CHECK_SOURCES	+= $(GUEST_SOURCES)

.PHONY: guest-tools
guest-tools: $(GUEST_TOOLS)

$(GUEST_TOOLS): $(O)/tests/guest/%: $(O)/tests/guest/tools/%.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^

.PHONY: test-tools check-programs
test-tools check-programs: $(GUEST_TOOLS)
