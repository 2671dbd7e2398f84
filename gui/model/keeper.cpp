#include "gui/model/keeper.h"

#include <utility>
#include <vector>

#include "runtime/trace/ctrace.h"

namespace coroscope::gui {
namespace {

namespace fs = std::filesystem;

static constexpr double kPauseSeconds = 1.0;

// "" if the file is not there.
std::string bytes_of(const fs::path& path) {
    std::error_code error;
    std::string bytes;
    if (!path.empty() && fs::is_regular_file(path, error)) {
        (void)read_file(path, bytes, [](std::string_view) { return true; });
    }
    return bytes;
}

void set_aside(Session& session, const fs::path& path, const std::string& problem) {
    fs::path aside = path;
    aside += ".damaged";
    std::error_code error;
    fs::rename(path, aside, error);
    session.say(Message("ui.notice.settings_damaged",
                        {code_arg("file", path.filename().string()), code_arg("what", problem),
                         code_arg("aside", aside.string())}),
                true);
}

// Reads one of the files; what is damaged leaves `value` as it is.
template <class Value, class Read>
std::string load_file(Session& session, const fs::path& path, Value& value, Read read) {
    std::string bytes = bytes_of(path);
    if (bytes.empty()) {
        return bytes;
    }
    auto kept = read(bytes);
    if (!kept.problem.empty()) {
        set_aside(session, path, kept.problem);
        return "";
    }
    value = std::move(kept.value);
    return bytes;
}

}  // namespace

void Keeper::load(Session& session) {
    std::error_code error;
    session.first_start = !paths_.state.empty() && !fs::exists(paths_.state, error);
    settings_.path = paths_.settings;
    state_.path = paths_.state;
    settings_.on_disk = load_file(session, settings_.path, session.settings, read_settings);
    state_.on_disk = load_file(session, state_.path, session.remembered, read_remembered);
}

void Keeper::collect(Session& session, File& settings, File& state) {
    session.remember_step();
    settings.wanted = settings_text(session.settings, settings.on_disk);
    state.wanted = remembered_text(session.remembered, state.on_disk);
}

void Keeper::keep(Session& session, double now) {
    const bool changed = !(session.settings == seen_settings_) ||
                         !(session.remembered == seen_remembered_) || session.step() != seen_step_;
    const bool rested = !written_at_ || now - *written_at_ >= kPauseSeconds;
    if (changed && rested) {
        seen_settings_ = session.settings;
        seen_remembered_ = session.remembered;
        seen_step_ = session.step();
        written_at_ = now;
        write(session, false);
    }
}

void Keeper::finish(Session& session) { write(session, true); }

void Keeper::write(Session& session, bool wait) {
    using namespace std::chrono_literals;
    if (writing_.valid()) {
        if (!wait && writing_.wait_for(0s) != std::future_status::ready) {
            written_at_.reset();
            seen_step_ = ~seen_step_;  // again in the next frame
            return;
        }
        report(session, writing_.get());
    }
    collect(session, settings_, state_);
    std::vector<std::pair<fs::path, std::string>> files;
    for (File* file : {&settings_, &state_}) {
        if (!file->path.empty() && file->wanted != file->on_disk) {
            files.emplace_back(file->path, file->wanted);
            file->on_disk = file->wanted;
        }
    }
    if (files.empty()) {
        return;
    }
    writing_ = std::async(std::launch::async, [files = std::move(files)] {
        std::string problem;
        for (const auto& [path, bytes] : files) {
            std::error_code error;
            fs::create_directories(path.parent_path(), error);
            const std::string failed = write_file(path, bytes);
            problem = problem.empty() ? failed : problem;
        }
        return problem;
    });
    if (wait) {
        report(session, writing_.get());
    }
}

void Keeper::report(Session& session, const std::string& problem) {
    if (!problem.empty() && !complained_) {
        complained_ = true;
        session.say(Message("ui.notice.settings_not_kept", {text_arg("problem", problem)}), true);
    }
}

}  // namespace coroscope::gui
