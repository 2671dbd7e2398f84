// docs/task-queue.md names a test for each row of its table: each of them must exist.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/paths.h"

namespace coroscope {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST_CASE("each test that docs/task-queue.md names exists") {
    std::string tests;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_dir() / "tests/runtime/world")) {
        tests += text_of(entry.path());
    }
    std::stringstream page(text_of(test::source_dir() / "docs/task-queue.md"));
    std::string line;
    std::set<std::string> named;
    while (std::getline(page, line)) {
        const std::size_t bar = line.rfind(" | ");
        if (!line.starts_with("| ") || line.starts_with("| subject") || bar == std::string::npos) {
            continue;
        }
        const std::string name = line.substr(bar + 3, line.size() - bar - 5);
        CHECK_MESSAGE(tests.find("TEST_CASE(\"" + name + "\")") != std::string::npos, name);
        named.insert(name);
    }
    CHECK(named.size() > 40);
}

}  // namespace
}  // namespace coroscope
