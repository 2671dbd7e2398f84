// Keeper: reads the settings and what is remembered when the window opens, and writes them when
// they change: at most once a second, and at the end. A file is replaced as a whole, so that
// whatever ends the program leaves the old one or the new one.
//
//     Keeper keeper(kept_paths());
//     keeper.load(session);
//     ... once per frame: keeper.keep(session, seconds);
//     keeper.finish(session);
//
// Errors: one sentence in the session's notice, once; the window works without the files.
#pragma once

#include <future>
#include <optional>
#include <string>

#include "gui/model/session.h"
#include "gui/model/settings_file.h"

namespace coroscope::gui {

class Keeper {
public:
    explicit Keeper(KeptPaths paths) : paths_(std::move(paths)) {}

    /// Sets settings, remembered and first_start. What is damaged is set aside as
    /// "settings.json.damaged".
    void load(Session& session);
    /// `now`: seconds of any clock that only rises. Writes in a thread of its own.
    void keep(Session& session, double now);
    /// Writes what has changed and waits for it.
    void finish(Session& session);

private:
    struct File {
        std::filesystem::path path;
        std::string on_disk;  ///< as read or written last
        std::string wanted;
    };
    static void collect(Session& session, File& settings, File& state);
    void write(Session& session, bool wait);
    void report(Session& session, const std::string& problem);

    KeptPaths paths_;
    File settings_;
    File state_;
    Settings seen_settings_;
    Remembered seen_remembered_;
    std::uint64_t seen_step_ = 0;
    std::optional<double> written_at_;
    std::future<std::string> writing_;
    bool complained_ = false;
};

}  // namespace coroscope::gui
