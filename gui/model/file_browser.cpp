#include "gui/model/file_browser.h"

#include <algorithm>
#include <system_error>

namespace coroscope::gui {
namespace {

namespace fs = std::filesystem;

static constexpr std::size_t kMostEntries = 5000;

}  // namespace

void FileBrowser::visit(const fs::path& folder, std::vector<std::string> endings) {
    std::error_code error;
    endings_ = std::move(endings);
    if (!folder.empty()) {
        folder_ = fs::weakly_canonical(folder, error);
    }
    if (folder_.empty() || error) {
        folder_ = fs::current_path(error);
    }
    entries_.clear();
    problem_.clear();
    fs::directory_iterator it(folder_, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::directory_iterator() && entries_.size() < kMostEntries;
         it.increment(error)) {
        const std::string entry_name = it->path().filename().string();
        std::error_code ignored;
        const bool is_folder = it->is_directory(ignored);
        const bool wanted =
            endings_.empty() ||
            std::ranges::find(endings_, it->path().extension().string()) != endings_.end();
        if (!entry_name.starts_with('.') && (is_folder || wanted)) {
            entries_.push_back({entry_name, is_folder, is_folder ? 0 : it->file_size(ignored)});
        }
    }
    if (error) {
        problem_ = error.message();
    }
    std::ranges::sort(entries_, [](const Entry& a, const Entry& b) {
        return a.folder != b.folder ? a.folder : a.name < b.name;
    });
}

void FileBrowser::up() { visit(folder_.parent_path()); }

fs::path FileBrowser::chosen() const {
    if (name.empty()) {
        return {};
    }
    fs::path path = folder_ / name;
    if (!endings_.empty() && !path.has_extension()) {
        path += endings_.front();
    }
    return path;
}

}  // namespace coroscope::gui
