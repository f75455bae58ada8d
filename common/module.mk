COMMON_SOURCES	:= $(sort $(wildcard common/*.c common/host/*.c))
COMMON		:= $(O)/common/libcommon.a
CHECK_SOURCES	+= $(COMMON_SOURCES)
ALL		+= $(COMMON)

$(COMMON): $(COMMON_SOURCES:%.c=$(O)/%.o)
