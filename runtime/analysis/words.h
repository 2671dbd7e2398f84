// Words: the arguments that sentences about a run are made of. Ids that the trace does not have,
// and things without a name, are shown as their number: "#7".
#pragma once

#include <span>
#include <string_view>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::detail {

class Words {
public:
    explicit Words(const Timeline& timeline) : timeline_(timeline) {}

    /// A task inside a sentence; 0 is "the loop".
    [[nodiscard]] Argument task(std::string_view name, TaskId id) const;
    /// A task that begins a sentence; 0 is "The loop".
    [[nodiscard]] Argument subject(std::string_view name, TaskId id) const;
    /// "a, b and c"; from the fourth on "a, b, c and 2 more". The argument's number is the count of
    /// all.
    [[nodiscard]] Argument tasks(std::string_view name, std::span<const TaskId> ids) const;
    [[nodiscard]] Argument resource(std::string_view name, ObjectId id) const;
    /// The line of a site, as a number.
    [[nodiscard]] Argument line(std::string_view name, SiteId site) const;
    /// An interned text as code: a value, a function, an error.
    [[nodiscard]] Argument code(std::string_view name, std::int64_t text) const;
    [[nodiscard]] std::string_view text(std::int64_t id) const;

private:
    const Timeline& timeline_;
};

/// Lists longer than this end in "and n more".
inline constexpr std::size_t kMostNamed = 3;

/// The first kMostNamed items, then "n more".
[[nodiscard]] Argument short_list(std::string_view name, std::vector<Message> items,
                                  Joining joining = Joining::And);

}  // namespace coroscope::detail
