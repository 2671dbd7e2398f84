// The command line as a test uses it: arguments in; status, results and messages out.
//
//     const Result result = call({"run", "races/lost-update"});
//     const Json json = json_of({"stats", "races/lost-update", "--json"});
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"

namespace coroscope::test {

using Json = nlohmann::ordered_json;
using Args = std::vector<std::string>;

struct Result {
    int status = 0;
    std::string out;
    std::string err;
};

inline Result call(const Args& args) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = cli::run_command(args, out, err);
    return {status, out.str(), err.str()};
}

/// The one JSON document that a command prints, and nothing else.
inline Json json_of(const Args& args, int status = cli::kDone) {
    const Result result = call(args);
    REQUIRE(result.status == status);
    CHECK(result.err.empty());
    return Json::parse(result.out);
}

inline std::vector<std::string> keys(const Json& json) {
    std::vector<std::string> names;
    for (const auto& [key, value] : json.items()) {
        names.push_back(key);
    }
    return names;
}

inline bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// A directory of its own for each test, gone afterwards.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "coroscope-cli-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const {
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

}  // namespace coroscope::test
