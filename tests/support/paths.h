// Where the repository and the build are, for tests that read golden files or run a program.
#pragma once

#include <filesystem>

namespace coroscope::test {

// The root of the repository.
std::filesystem::path source_dir();

// build/<preset>: the programs `coroscope` and `coroscope-gui` are in it.
std::filesystem::path build_dir();

}  // namespace coroscope::test
