#include "gui/model/choice_list.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

std::int64_t count_until(const std::vector<EventIndex>& events, EventIndex event) {
    return std::ranges::upper_bound(events, event) - events.begin();
}

}  // namespace

ChoiceList::ChoiceList(const Trace& trace) {
    for (EventIndex i = 0; i < trace.size();) {
        for (const TraceEvent& event : trace.run_at(i)) {
            if (event.kind == EventKind::ChoiceMade) {
                made_.push_back(i);
                if (event.a != 0) {
                    changed_.push_back(i);
                }
            }
            ++i;
        }
    }
}

ChoiceList::Counts ChoiceList::until(EventIndex event) const {
    return {count_until(made_, event), count_until(changed_, event)};
}

}  // namespace coroscope::gui
