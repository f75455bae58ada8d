# Benchmarks print figures; make bench runs them, the test run does not.
BENCH_SOURCES	:= $(sort $(wildcard tests/bench/*.c))
BENCHES		:= $(BENCH_SOURCES:%.c=$(O)/%)
CHECK_SOURCES	+= $(BENCH_SOURCES)

.PHONY: bench
bench: $(BENCHES)
	@for b in $(BENCHES); do echo "# $$b"; $$b || exit 1; done

$(BENCHES): $(O)/tests/bench/%: $(O)/tests/bench/%.o $(LIBMKFS) $(COMMON) $(LIBXFS)
	$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $^ $(DEP_LIBS)
