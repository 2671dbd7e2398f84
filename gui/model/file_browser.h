// FileBrowser: what the file dialog shows: a folder's entries, and a name to type.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace coroscope::gui {

class FileBrowser {
public:
    struct Entry {
        std::string name;
        bool folder = false;
        std::uintmax_t size = 0;
    };

    std::string name;  ///< typed or chosen

    /// Shows a folder, "" for the one shown last (at first: the current one). Only files with one
    /// of these endings are listed (".ctrace"); all if empty.
    void visit(const std::filesystem::path& folder, std::vector<std::string> endings);
    void visit(const std::filesystem::path& folder) { visit(folder, endings_); }
    void up();
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] const std::vector<Entry>& entries() const {
        return entries_;
    }  ///< folders first, then by name
    [[nodiscard]] const std::string& problem() const {
        return problem_;
    }  ///< why the folder cannot be read, "" if it can
    /// The file that `name` means; the first ending is added if it has none.
    [[nodiscard]] std::filesystem::path chosen() const;

private:
    std::filesystem::path folder_;
    std::vector<std::string> endings_;
    std::vector<Entry> entries_;
    std::string problem_;
};

}  // namespace coroscope::gui
