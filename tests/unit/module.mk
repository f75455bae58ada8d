# Every u-*.c is one program; make builds them with the rest in the test run.
UNIT_SOURCES	:= $(sort $(wildcard tests/unit/u-*.c))
UNIT_TESTS	:= $(UNIT_SOURCES:%.c=$(O)/%)
CHECK_SOURCES	+= $(UNIT_SOURCES)

.PHONY: unit-tests
unit-tests: $(UNIT_TESTS)

$(UNIT_TESTS): $(O)/tests/unit/%: $(O)/tests/unit/%.o $(LIBMKFS) $(LIBIO) $(LIBREPAIR) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)
