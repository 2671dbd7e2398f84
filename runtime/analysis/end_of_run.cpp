#include "runtime/analysis/end_of_run.h"

namespace coroscope {

EventIndex end_of_run(const Timeline& timeline) {
    const Trace& trace = timeline.trace();
    if (trace.complete()) {
        for (EventIndex i = trace.size(); i-- > 0;) {
            if (trace[i].kind == EventKind::RunEnded) {
                return i;
            }
        }
    }
    return trace.empty() ? 0 : trace.size() - 1;
}

}  // namespace coroscope
