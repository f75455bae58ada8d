# Benchmarks print figures; make bench runs them, the test run does not.
BENCH_SOURCES	:= $(sort $(wildcard tests/bench/*.c))
BENCHES		:= $(BENCH_SOURCES:%.c=$(O)/%)
CHECK_SOURCES	+= $(BENCH_SOURCES)

.PHONY: bench
bench: $(BENCHES)
	@for b in $(BENCHES); do echo "# $$b"; $$b || exit 1; done

$(BENCHES): $(O)/tests/bench/%: $(O)/tests/bench/%.o $(LIBMKFS) $(COMMON) $(LIBXFS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(DEP_LIBS)
