// FileBrowser: what the file dialog shows: a folder's entries, and a name to type.
//
//     browser.visit(folder, {".ctrace", ".json"});
//     browser.name = "../tra";     // typed
//     browser.typed();             // one folder up, entries that begin with "tra"
//
// A path that is typed leads into its folders: "~/", "../", "/tmp/". What is left of it narrows the
// entries.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace coroscope::gui {

class FileBrowser {
public:
    struct Entry {
        std::string name;
        bool folder = false;
        std::uintmax_t size = 0;
        std::filesystem::file_time_type changed{};
    };
    enum class Sorting : std::uint8_t { Name, Size, Changed };

    std::string name;  ///< typed or chosen

    /// Shows a folder, "" for the one shown last (at first: the current one). Only files with one
    /// of these endings are listed (".ctrace"); all if empty.
    void visit(const std::filesystem::path& folder, std::vector<std::string> endings);
    void visit(const std::filesystem::path& folder) { visit(folder, endings_); }
    void up();
    /// The name has been typed.
    void typed();
    void sort(Sorting sorting);
    [[nodiscard]] Sorting sorting() const { return sorting_; }
    void show_hidden(bool shown);
    [[nodiscard]] bool shows_hidden() const { return hidden_; }
    /// Chooses the next (previous) entry: its name stands in `name`.
    void move(int rows);
    void choose(std::size_t entry);
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    /// Folders first, then files in the order asked for.
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    /// Why the folder cannot be read, "" if it can.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] const std::vector<std::string>& endings() const { return endings_; }
    /// The file that `name` means; the first ending is added if it has none.
    [[nodiscard]] std::filesystem::path chosen() const;

    std::filesystem::path replaces;  ///< the file for which "replace it?" has been asked

private:
    void narrow();

    std::filesystem::path folder_;
    std::vector<std::string> endings_;
    std::vector<Entry> all_;
    std::vector<Entry> entries_;
    std::string prefix_;
    std::string problem_;
    std::optional<std::size_t> selected_;
    Sorting sorting_ = Sorting::Name;
    bool hidden_ = false;
};

}  // namespace coroscope::gui
