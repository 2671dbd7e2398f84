// The pages on the simulated world name a test for each row of their tables: each must exist.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/support/paths.h"

namespace coroscope {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// How many different tests a page names; each that does not exist is an error.
std::size_t tests_named_by(std::string_view page_name, const std::string& tests) {
    std::stringstream page(text_of(test::source_dir() / "docs" / page_name));
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
    return named.size();
}

TEST_CASE("each test that a page on the simulated world names exists") {
    std::string tests;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_dir() / "tests/runtime/world")) {
        tests += text_of(entry.path());
    }
    CHECK(tests_named_by("task-queue.md", tests) > 40);
    CHECK(tests_named_by("database.md", tests) > 30);
    CHECK(tests_named_by("web-server.md", tests) > 15);
}

}  // namespace
}  // namespace coroscope
