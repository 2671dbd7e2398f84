#include "tests/support/paths.h"

namespace coroscope::test {

std::filesystem::path source_dir() { return COROSCOPE_SOURCE_DIR; }

std::filesystem::path build_dir() { return COROSCOPE_BINARY_DIR; }

}  // namespace coroscope::test
