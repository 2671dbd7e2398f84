// ChoiceList: where in a run somebody chose who runs next.
#pragma once

#include <vector>

#include "runtime/trace/trace.h"

namespace coroscope::gui {

class ChoiceList {
public:
    ChoiceList() = default;
    /// Costs a look at every event.
    explicit ChoiceList(const Trace& trace);

    struct Counts {
        std::int64_t made = 0;
        std::int64_t changed = 0;  ///< those of another candidate than the usual first
    };
    /// At or before an event. O(log n).
    [[nodiscard]] Counts until(EventIndex event) const;

private:
    std::vector<EventIndex> made_;
    std::vector<EventIndex> changed_;
};

}  // namespace coroscope::gui
