#include "gui/model/bookmarks.h"

#include <algorithm>

namespace coroscope::gui {

bool Bookmarks::toggle(EventIndex event, std::string name) {
    const auto it = std::ranges::lower_bound(all_, event, {}, &Bookmark::event);
    if (it != all_.end() && it->event == event) {
        all_.erase(it);
        return false;
    }
    all_.insert(it, {event, std::move(name)});
    return true;
}

void Bookmarks::rename(EventIndex event, std::string name) {
    const auto it = std::ranges::find(all_, event, &Bookmark::event);
    if (it != all_.end()) {
        it->name = std::move(name);
    }
}

void Bookmarks::erase(EventIndex event) {
    std::erase_if(all_, [&](const Bookmark& bookmark) { return bookmark.event == event; });
}

const Bookmark* Bookmarks::next(EventIndex event) const {
    const auto it = std::ranges::upper_bound(all_, event, {}, &Bookmark::event);
    return it == all_.end() ? nullptr : &*it;
}

const Bookmark* Bookmarks::previous(EventIndex event) const {
    const auto it = std::ranges::lower_bound(all_, event, {}, &Bookmark::event);
    return it == all_.begin() ? nullptr : &*(it - 1);
}

const Bookmark* Bookmarks::at(EventIndex event) const {
    const auto it = std::ranges::find(all_, event, &Bookmark::event);
    return it == all_.end() ? nullptr : &*it;
}

}  // namespace coroscope::gui
