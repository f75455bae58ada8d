# Damages images of filesystems, at random or a record at a time.
SPOIL		:= $(O)/tests/fuzz/spoil
CHECK_SOURCES	+= $(wildcard tests/fuzz/spoil*.c)

test-tools: $(SPOIL)

$(SPOIL): $(patsubst %.c,$(O)/%.o,$(wildcard tests/fuzz/spoil*.c)) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)
