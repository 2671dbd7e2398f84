// Settings file: the settings and what is remembered as JSON, and where it is kept.
//
//     Kept kept = read_settings(bytes);          // kept.problem: "" or what is wrong with them
//     std::string bytes = settings_text(settings, kept.text);
//
// Format: one object, a member for each value that differs from nothing in particular: all are
// written. Keys that this version does not know are kept as they are. A number out of its range
// means its default. A value of a wrong type or a word that is none of the known ones makes the
// whole file a damaged one: then everything is a default.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "gui/model/remembered.h"
#include "gui/model/settings.h"

namespace coroscope::gui {

template <class Value>
struct Kept {
    Value value{};
    std::string problem;  ///< "" or what is wrong: "language: 7"
};

[[nodiscard]] Kept<Settings> read_settings(std::string_view text);
[[nodiscard]] Kept<Remembered> read_remembered(std::string_view text);
/// `before`: what the file holds now; its unknown keys stay.
[[nodiscard]] std::string settings_text(const Settings& settings, std::string_view before);
[[nodiscard]] std::string remembered_text(const Remembered& remembered, std::string_view before);

/// Where the files are; "" where no folder is known.
struct KeptPaths {
    std::filesystem::path settings;  ///< $XDG_CONFIG_HOME/coroscope/settings.json
    std::filesystem::path state;     ///< $XDG_STATE_HOME/coroscope/state.json
};
/// From the environment. A relative path in it means nothing, as the standard of the XDG wants.
[[nodiscard]] KeptPaths kept_paths();

}  // namespace coroscope::gui
