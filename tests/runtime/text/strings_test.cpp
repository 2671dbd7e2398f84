// The two string files against each other and against the sources that use them.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "assets/assets.h"
#include "runtime/text/message.h"
#include "tests/support/paths.h"

using namespace coroscope;

namespace {

constexpr Language kLanguages[] = {Language::English, Language::Chinese};

// Ids are found in the sources by their topic, the part before the first dot.
const std::regex kId(
    R"re("((list|severity|outcome|state|resource|span|ui|text|explain|brief|describe|finding)\.[a-z0-9_.-]+)")re");

std::set<std::string> ids_in_sources() {
    std::set<std::string> ids;
    for (const char* folder : {"runtime", "gui", "cli", "scenarios"}) {
        const auto root = test::source_dir() / folder;
        if (!std::filesystem::exists(root)) {
            continue;
        }
        for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
            if (file.path().extension() != ".cpp" && file.path().extension() != ".h") {
                continue;
            }
            std::ifstream stream(file.path(), std::ios::binary);
            std::stringstream text;
            text << stream.rdbuf();
            const std::string source = text.str();
            for (std::sregex_iterator it(source.begin(), source.end(), kId), end; it != end; ++it) {
                ids.insert((*it)[1]);
            }
        }
    }
    return ids;
}

}  // namespace

TEST_CASE("both languages have the same strings") {
    REQUIRE(message_ids(Language::English).size() > 100);
    CHECK(message_ids(Language::English) == message_ids(Language::Chinese));
}

TEST_CASE("a string has the same arguments in both languages") {
    for (const std::string_view id : message_ids(Language::English)) {
        CAPTURE(id);
        auto english = argument_names(id, Language::English);
        auto chinese = argument_names(id, Language::Chinese);
        std::ranges::sort(english);
        std::ranges::sort(chinese);
        CHECK(english == chinese);
    }
}

TEST_CASE("no string is empty, and braces are closed") {
    for (const Language language : kLanguages) {
        for (const std::string_view id : message_ids(language)) {
            CAPTURE(id);
            const std::string_view text = tr(id, language);
            CHECK_FALSE(text.empty());
            CHECK(std::ranges::count(text, '{') == std::ranges::count(text, '}'));
        }
    }
}

TEST_CASE("every id that the sources use exists") {
    const auto known = message_ids(Language::English);
    const auto used = ids_in_sources();
    REQUIRE_FALSE(used.empty());
    for (const std::string& id : used) {
        CAPTURE(id);
        CHECK(std::ranges::binary_search(known, std::string_view(id)));
    }
}

TEST_CASE("every sentence about a run is used") {
    const auto used = ids_in_sources();
    for (const std::string_view id : message_ids(Language::English)) {
        const bool sentence = id.starts_with("explain.") || id.starts_with("brief.") ||
                              id.starts_with("describe.") || id.starts_with("finding.") ||
                              id.starts_with("text.");
        CAPTURE(id);
        CHECK((!sentence || used.contains(std::string(id))));
    }
}

TEST_CASE("no id stands twice in a file, and they are in order") {
    for (const char* path : {"assets/strings/en.json", "assets/strings/zh.json"}) {
        const std::string text(asset(path).value());
        const std::regex line(R"re(\n    "([^"]+)": ")re");
        std::string before;
        for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) {
            const std::string id = (*it)[1];
            CAPTURE(id);
            CHECK(before < id);
            before = id;
        }
        CHECK_FALSE(before.empty());
    }
}

TEST_CASE("Chinese sentences use full-width punctuation and do not address the reader") {
    for (const std::string_view id : message_ids(Language::Chinese)) {
        const std::string text(tr(id, Language::Chinese));
        CAPTURE(text);
        CHECK(text.find("你") == std::string::npos);
        CHECK(text.find("您") == std::string::npos);
        CHECK_FALSE(text.ends_with('.'));
        CHECK_FALSE(std::regex_search(text, std::regex("[^ -~][,;:!?](?=[^ -~]|$)")));
    }
}
