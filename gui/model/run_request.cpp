#include "gui/model/run_request.h"

namespace coroscope::gui {

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

}  // namespace coroscope::gui
