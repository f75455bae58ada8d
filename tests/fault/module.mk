# The library that fails or records a program's writes, and the program that builds
# what a power loss could have left.
FAULT_TOOLS	:= $(O)/tests/fault/faultio.so $(O)/tests/fault/replay
CHECK_SOURCES	+= tests/fault/faultio.c tests/fault/replay.c

test-tools: $(FAULT_TOOLS)

$(O)/tests/fault/faultio.so: tests/fault/faultio.c tests/fault/trace.h config.mk
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(WARN) -g -O2 -D_GNU_SOURCE -I. -fPIC -shared -o $@ $<

$(O)/tests/fault/replay: $(O)/tests/fault/replay.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^
