# Damages images of filesystems, at random or a record at a time.
SPOIL		:= $(O)/tests/fuzz/spoil
CHECK_SOURCES	+= $(wildcard tests/fuzz/spoil*.c)

test-tools: $(SPOIL)

$(SPOIL): $(patsubst %.c,$(O)/%.o,$(wildcard tests/fuzz/spoil*.c)) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)

# The fuzz targets, and what makes their first inputs.  They are linked with the core alone;
# checksums are the programs'.
FUZZ_TARGETS	:= $(sort $(patsubst tests/fuzz/%.c,$(O)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz-*.c)))
SEED_MAKER	:= $(O)/tests/fuzz/fuzz_seeds
FUZZ_HOST	:= $(addprefix $(O)/,tests/fuzz/fuzz_host.o tests/fuzz/fuzz_mend.o \
		   tests/fuzz/fuzz_input.o common/host/crc32c.o) $(LIBXFS)
CHECK_SOURCES	+= $(wildcard tests/fuzz/fuzz[-_]*.c)

FUZZ_TIME	?= 600
FUZZ_CFLAGS	:= -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
		   -fno-omit-frame-pointer
FUZZ_MAKE	= $(MAKE) O=build-fuzz CC=clang SANITIZE= \
		   CFLAGS='$(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link' LDFLAGS=

.PHONY: fuzz fuzz-programs fuzz-targets fuzz-seeds
fuzz-targets: $(FUZZ_TARGETS)
fuzz-seeds: $(SEED_MAKER)

# make fuzz-programs builds them into build-fuzz/; make fuzz also runs each FUZZ_TIME seconds.
fuzz-programs:
	+$(FUZZ_MAKE) fuzz-targets
fuzz: fuzz-programs
	tests/fuzz/corpus-grow $(FUZZ_TIME)

$(FUZZ_TARGETS): %: %.o $(FUZZ_HOST)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -fsanitize=fuzzer -o $@ $^

$(SEED_MAKER): %: %.o $(FUZZ_HOST)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^
