// Palette: every command, scenario and recent file by name, filtered while one types.
//
//     palette.open(session);
//     palette.query = "axis";
//     palette.update(session);          // after every change of the query
//     palette.accept(session);          // does what is chosen, and closes
//
// Both languages are searched, whichever the window speaks. Order: the best match first, what was
// used lately before the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace coroscope::gui {

class Session;

struct PaletteEntry {
    enum class Kind : std::uint8_t { Command, Scenario, File };
    Kind kind = Kind::Command;
    std::string id;  ///< of the command or the scenario; the file's path
    [[nodiscard]] std::string key() const;
    /// "" if it can be done now, else the message id of the reason why not.
    [[nodiscard]] std::string_view why_not(const Session& session) const;
};

class Palette {
public:
    std::string query;

    void open(const Session& session);
    void update(const Session& session);
    [[nodiscard]] const std::vector<PaletteEntry>& entries() const { return found_; }
    [[nodiscard]] std::size_t chosen() const { return chosen_; }
    void choose(std::size_t index);
    void move(int rows);  ///< round at both ends
    /// Does what is chosen, if it can be done now; returns whether it was.
    bool accept(Session& session);

private:
    std::vector<PaletteEntry> found_;
    std::size_t chosen_ = 0;
};

}  // namespace coroscope::gui
