// Bookmarks: moments of a run that a user has marked, each with a name.
//
//     bookmarks.toggle(cursor, "worker-1 takes the lock");
//     if (const Bookmark* next = bookmarks.next(cursor)) ...
#pragma once

#include <string>
#include <vector>

#include "runtime/trace/event.h"

namespace coroscope::gui {

struct Bookmark {
    EventIndex event = 0;
    std::string name;
    friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

class Bookmarks {
public:
    /// Takes the one at `event` away, or puts one there. Returns true if there is one now.
    bool toggle(EventIndex event, std::string name);
    void rename(EventIndex event, std::string name);
    void erase(EventIndex event);
    /// The nearest one behind (before) `event`; nullptr if there is none.
    [[nodiscard]] const Bookmark* next(EventIndex event) const;
    [[nodiscard]] const Bookmark* previous(EventIndex event) const;
    [[nodiscard]] const Bookmark* at(EventIndex event) const;
    [[nodiscard]] const std::vector<Bookmark>& all() const { return all_; }  ///< by event
    friend bool operator==(const Bookmarks&, const Bookmarks&) = default;

private:
    std::vector<Bookmark> all_;
};

}  // namespace coroscope::gui
