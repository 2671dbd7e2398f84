#include "gui/model/file_browser.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace coroscope::gui {
namespace {

namespace fs = std::filesystem;

static constexpr std::size_t kMostEntries = 5000;

// "~/traces" is in the home folder.
fs::path expanded(const std::string& text) {
    const char* const home = std::getenv("HOME");
    return text.starts_with("~/") && home != nullptr ? fs::path(home) / text.substr(2)
                                                     : fs::path(text);
}

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
    all_.clear();
    problem_.clear();
    prefix_.clear();
    replaces.clear();
    fs::directory_iterator it(folder_, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::directory_iterator() && all_.size() < kMostEntries;
         it.increment(error)) {
        const std::string entry_name = it->path().filename().string();
        std::error_code ignored;
        const bool is_folder = it->is_directory(ignored);
        const bool wanted =
            endings_.empty() ||
            std::ranges::find(endings_, it->path().extension().string()) != endings_.end();
        if (is_folder || wanted) {
            all_.push_back({entry_name, is_folder, is_folder ? 0 : it->file_size(ignored),
                            it->last_write_time(ignored)});
        }
    }
    if (error) {
        problem_ = error.message();
    }
    narrow();
}

void FileBrowser::narrow() {
    entries_.clear();
    for (const Entry& entry : all_) {
        const bool hidden = entry.name.starts_with('.') && !hidden_ && !prefix_.starts_with('.');
        if (!hidden && entry.name.starts_with(prefix_)) {
            entries_.push_back(entry);
        }
    }
    std::ranges::sort(entries_, [&](const Entry& a, const Entry& b) {
        if (a.folder != b.folder) {
            return a.folder;
        }
        if (sorting_ == Sorting::Size && a.size != b.size) {
            return a.size > b.size;
        }
        if (sorting_ == Sorting::Changed && a.changed != b.changed) {
            return a.changed > b.changed;
        }
        return a.name < b.name;
    });
    selected_.reset();
}

void FileBrowser::up() { visit(folder_.parent_path()); }

void FileBrowser::typed() {
    replaces.clear();
    const std::size_t slash = name.rfind('/');
    if (slash != std::string::npos) {
        std::error_code error;
        const fs::path wanted = folder_ / expanded(name.substr(0, slash + 1));
        if (!fs::is_directory(wanted, error)) {
            return;
        }
        const std::string rest = name.substr(slash + 1);
        visit(wanted);
        name = rest;
    }
    prefix_ = name;
    narrow();
}

void FileBrowser::sort(Sorting sorting) {
    sorting_ = sorting;
    narrow();
}

void FileBrowser::show_hidden(bool shown) {
    hidden_ = shown;
    narrow();
}

void FileBrowser::move(int rows) {
    if (rows == 0 || entries_.empty()) {
        return;
    }
    const auto size = static_cast<int>(entries_.size());
    const int now = selected_ ? static_cast<int>(*selected_) : rows > 0 ? -1 : size;
    choose(static_cast<std::size_t>(std::clamp(now + rows, 0, size - 1)));
}

void FileBrowser::choose(std::size_t entry) {
    if (entry < entries_.size()) {
        selected_ = entry;
        name = entries_[entry].name;
        replaces.clear();
    }
}

fs::path FileBrowser::chosen() const {
    if (name.empty()) {
        return {};
    }
    fs::path path = folder_ / expanded(name);
    std::error_code error;
    if (!endings_.empty() && !path.has_extension() && !fs::is_directory(path, error)) {
        path += endings_.front();
    }
    return path;
}

}  // namespace coroscope::gui
