# Damages images of filesystems, at random or a record at a time.
SPOIL		:= $(O)/tests/fuzz/spoil
CHECK_SOURCES	+= tests/fuzz/spoil.c

test-tools: $(SPOIL)

$(SPOIL): $(O)/tests/fuzz/spoil.o $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)
