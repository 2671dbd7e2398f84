#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands.h"
#include "coroscope_version.h"

namespace coroscope::cli {

namespace {

static_assert(kVersion == kProjectVersion, "runtime/trace/version.h and CMakeLists.txt must agree");

std::string compiler() {
#if defined(__clang__)
    return "clang " __clang_version__;
#elif defined(__GNUC__)
    return "gcc " __VERSION__;
#elif defined(_MSC_VER)
    return "msvc " + std::to_string(_MSC_VER);
#else
    return "unknown";
#endif
}

std::vector<std::string> features(const Console& console) {
    std::vector<std::string> names{"ctrace", "chrome"};
    if (find_window(console)) {
        names.emplace_back("gui");
    }
    return names;
}

}  // namespace

int version(const VersionOptions& options, Console& console) {
    if (options.json) {
        const nlohmann::ordered_json json{{"version", std::string(kVersion)},
                                          {"commit", kCommit},
                                          {"compiler", compiler()},
                                          {"features", features(console)}};
        console.out << json.dump(2) << '\n';
        return kDone;
    }
    console.out << "coroscope " << kVersion << '\n'
                << "commit    " << kCommit << '\n'
                << "compiler  " << compiler() << '\n'
                << "features ";
    for (const std::string& feature : features(console)) {
        console.out << ' ' << feature;
    }
    console.out << '\n';
    return kDone;
}

}  // namespace coroscope::cli
