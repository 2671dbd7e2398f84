// What a session keeps for the next one: the last run, recent files, bookmarks.

#include <algorithm>
#include <fstream>
#include <system_error>

#include "gui/model/session.h"

namespace coroscope::gui {

std::string Session::run_key() const {
    if (request_.is_file()) {
        std::error_code error;
        const auto path = std::filesystem::absolute(request_.file, error);
        return error ? request_.file.string() : path.lexically_normal().string();
    }
    if (!request_.spec.scenario.empty()) {
        return to_text(request_.spec);
    }
    return timeline().trace().info().runspec;
}

void Session::remember_run() {
    const std::string key = run_key();
    if (key.empty()) {
        return;
    }
    if (remembered.last_run != key) {
        remembered.last_run = key;
        remembered.last_step = 0;
    }
    Remembered::put_first(request_.is_file() ? remembered.files : remembered.runs, key);
}

namespace {

static constexpr std::uintmax_t kLongestRunSpec = 16 * 1024;

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

void Session::open_file(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        say(Message("ui.notice.folder", {code_arg("file", path.filename().string())}), true);
    } else if (const auto run = run_in_text(path)) {
        open(*run);
    } else {
        open({{}, path});
    }
}

void Session::open_files(const std::vector<std::filesystem::path>& paths) {
    if (paths.empty()) {
        return;
    }
    open_file(paths.front());
    if (paths.size() > 1 && load_problem_.empty()) {
        say(Message("ui.notice.one_file", {code_arg("file", paths.front().filename().string())}));
    }
}

void Session::remember_step() {
    if (!loading_ && !empty() && run_key() == remembered.last_run) {
        remembered.last_step = at_end() ? kEndStep : step();
    }
}

void Session::open_last() {
    const auto request = parse_run(remembered.last_run);
    const auto* wanted = std::get_if<RunRequest>(&request);
    std::error_code error;
    if (remembered.last_run.empty() || wanted == nullptr ||
        (wanted->is_file() && !std::filesystem::is_regular_file(wanted->file, error))) {
        return;
    }
    const std::uint64_t step = remembered.last_step;
    open(*wanted, step == kEndStep ? kNoEvent : step);
    remembered.last_step = step;
}

const Bookmarks& Session::bookmarks() const {
    static const Bookmarks kNone;
    const auto it = remembered.bookmarks.find(run_key());
    return it == remembered.bookmarks.end() ? kNone : it->second;
}

Bookmarks& Session::edit_bookmarks() {
    auto& all = remembered.bookmarks;
    const std::string key = run_key();
    std::erase_if(
        all, [&](const auto& entry) { return entry.second.all().empty() && entry.first != key; });
    if (all.size() >= Remembered::kMostRuns && !all.contains(key)) {
        // The run that was opened longest ago, of those that are still listed, or any that is not.
        const auto oldest = std::ranges::find_if(all, [&](const auto& entry) {
            return std::ranges::find(remembered.runs, entry.first) == remembered.runs.end();
        });
        all.erase(oldest == all.end() ? all.begin() : oldest);
    }
    return all[key];
}

}  // namespace coroscope::gui
