// What a session keeps for the next one: the last run, recent files, bookmarks.

#include <algorithm>
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

void Session::open_file(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        say(Message("ui.notice.folder", {code_arg("file", path.filename().string())}), true);
    } else {
        open(request_of_file(path));
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
