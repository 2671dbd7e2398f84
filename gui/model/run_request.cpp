#include "gui/model/run_request.h"

#include <fstream>
#include <string>
#include <system_error>

namespace coroscope::gui {
namespace {

constexpr std::uintmax_t kLongestRunSpec = 16 * 1024;

// The run that a small text file names: the first line that is not empty.
std::optional<RunRequest> run_in_text(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::file_size(path, error) > kLongestRunSpec || error) {
        return std::nullopt;
    }
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto first = line.find_first_not_of(" \t\r");
        if (first == std::string::npos) {
            continue;
        }
        const auto last = line.find_last_not_of(" \t\r");
        auto spec = parse_runspec(std::string_view(line).substr(first, last - first + 1));
        if (const auto* parsed = std::get_if<RunSpec>(&spec)) {
            auto checked = check(*parsed);
            if (const auto* right = std::get_if<RunSpec>(&checked)) {
                return RunRequest{*right, {}};
            }
        }
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::variant<RunRequest, SpecError> parse_run(std::string_view text) {
    const std::filesystem::path path(text);
    std::error_code error;
    if (path.extension() == ".ctrace" || path.extension() == ".json" ||
        std::filesystem::is_regular_file(path, error)) {
        return RunRequest{{}, path};
    }
    auto parsed = parse_runspec(text);
    if (auto* problem = std::get_if<SpecError>(&parsed)) {
        return *problem;
    }
    auto checked = check(std::get<RunSpec>(parsed));
    if (auto* problem = std::get_if<SpecError>(&checked)) {
        return *problem;
    }
    return RunRequest{std::get<RunSpec>(checked), {}};
}

RunRequest request_of_file(const std::filesystem::path& path) {
    return run_in_text(path).value_or(RunRequest{{}, path});
}

}  // namespace coroscope::gui
