# The library that fails or records a program's writes, and the program that builds
# what a power loss could have left; one that fails any call of xfs_io, and one that fails
# any allocation.
FAULT_TOOLS	:= $(O)/tests/fault/faultio.so $(O)/tests/fault/failcall.so \
		   $(O)/tests/fault/failalloc.so $(O)/tests/fault/slowcall.so \
		   $(O)/tests/fault/replay
CHECK_SOURCES	+= tests/fault/faultio.c tests/fault/failcall.c tests/fault/failalloc.c \
		   tests/fault/slowcall.c tests/fault/replay.c

test-tools: $(FAULT_TOOLS)

$(O)/tests/fault/faultio.so: tests/fault/trace.h
$(addprefix $(O)/tests/fault/,failalloc.so failcall.so faultio.so): tests/fault/next.h
$(O)/tests/fault/%.so: tests/fault/%.c config.mk
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(WARN) -g -O2 -D_GNU_SOURCE -I. -Iinclude -Icommon/host -fPIC -shared -o $@ $<

$(O)/tests/fault/replay: $(O)/tests/fault/replay.o
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^
