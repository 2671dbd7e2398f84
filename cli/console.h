// Console: what a command sees of the outside: where results and messages go, and what the terminal
// can do.
//
// Results go to `out`, everything else to `err`. A command ends with an exit status or throws a
// Failure, which becomes one line "coroscope: WHAT: WHERE: what to do".
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace coroscope::cli {

/// Exit statuses. They are documented; scripts rely on them.
enum Status : int {
    kDone = 0,
    kFound = 1,     ///< --fail-on found something
    kUsage = 2,     ///< wrong usage
    kFile = 3,      ///< a file could not be read or written
    kInternal = 4,  ///< an error of ours
};

struct Console {
    std::ostream& out;
    std::ostream& err;
    bool terminal = false;          ///< `out` is a terminal
    bool color = false;             ///< `out` is a terminal and NO_COLOR is not set
    bool light = false;             ///< the terminal says that its ground is light
    int width = 80;                 ///< columns of `out`
    bool display = false;           ///< a window can be opened
    std::filesystem::path program;  ///< the running program, to find coroscope-gui beside it
    std::string search_path{};      ///< PATH, to find it where it is not beside
    /// Replaces the process by another program; returns only if that failed, with the reason.
    std::function<std::string(const std::vector<std::string>& command)> exec;
};

struct Failure {
    Status status = kUsage;
    std::string text;  ///< "WHAT: WHERE: what to do", without "coroscope: "
};

[[nodiscard]] Failure usage(std::string_view what, std::string_view where, std::string_view advice);
/// `problem` may name the file and say "cannot read" or "cannot write" itself; it is not said
/// twice.
[[nodiscard]] Failure unreadable(std::string_view what, std::string_view path,
                                 std::string_view problem, std::string_view advice);

/// Prints "coroscope: text" as one line: line breaks become spaces.
void report(Console& console, std::string_view text);

/// ANSI codes around a text, or the text alone if the console has no colour.
enum class Paint { Strong, Faint, Good, Warning, Bad };
[[nodiscard]] std::string painted(const Console& console, Paint paint, std::string_view text);

/// The candidates nearest to `word`, best first, at most three; empty if nothing is near.
[[nodiscard]] std::vector<std::string> nearest(std::string_view word,
                                               const std::vector<std::string>& candidates);
/// "did you mean a or b?" or "" if there are none.
[[nodiscard]] std::string did_you_mean(const std::vector<std::string>& candidates);

/// Columns of a text on a terminal: CJK characters take two, combining marks none.
[[nodiscard]] int columns(std::string_view text);
/// The text filled up with spaces to `width` columns; longer texts stay as they are.
[[nodiscard]] std::string padded(std::string_view text, int width);

}  // namespace coroscope::cli
