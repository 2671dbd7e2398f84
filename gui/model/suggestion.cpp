#include "gui/model/suggestion.h"

#include <algorithm>

#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Message end_words(Outcome outcome) {
    return outcome == Outcome::Finished ? Message("ui.try.ends.finished")
           : outcome == Outcome::Failed ? Message("ui.try.ends.failed")
           : outcome == Outcome::Hang   ? Message("ui.try.ends.hang")
                                        : Message();
}

// What is different if this candidate runs next; empty if nothing is worth a word.
Message difference_words(const Session& session, const Preview& usual, const Preview& other) {
    const Outcome outcome = session.timeline().outcome();
    const Message end = end_words(other.outcome);
    if (!end.empty() && other.outcome != outcome && !end_words(outcome).empty()) {
        return end;
    }
    return usual.would.why_waiting.empty() ? other.would.why_waiting : Message();
}

}  // namespace

std::optional<Suggestion> suggestion(const Session& session) {
    const auto point = session.next_choice();
    if (!point || session.previews.working() || session.prediction.on()) {
        return std::nullopt;
    }
    const Preview* const usual = session.previews.of(point->choice.taken);
    for (std::size_t n = 0; usual != nullptr && n < point->candidates.size(); ++n) {
        const Preview* const other = session.previews.of(n);
        const TaskId task = point->candidates[n];
        if (other == nullptr || n == point->choice.taken || task == 0) {
            continue;
        }
        Message then = difference_words(session, *usual, *other);
        if (!then.empty()) {
            const Argument who = task_arg("task", task, session.timeline().task_name(task));
            return Suggestion{n, task,
                              Message("ui.try.first", {who, message_arg("then", std::move(then))})};
        }
    }
    return std::nullopt;
}

}  // namespace coroscope::gui
