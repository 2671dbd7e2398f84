#include "gui/model/choices.h"

#include <algorithm>

#include "scenarios/simulate.h"

namespace coroscope::gui {
namespace {

constexpr std::string_view kUnknown = "ui.why.choices_unknown";

bool has_frames(const Trace& trace) {
    static constexpr EventIndex kLooked = 10'000;  // the first coroutines have theirs by then
    for (EventIndex i = 0; i < std::min(trace.size(), kLooked); ++i) {
        if (trace[i].kind == EventKind::FrameAllocated) {
            return true;
        }
    }
    return false;
}

// How many events both begin with. Ids of texts and lines are given in order of first use, so that
// equal runs have equal ids.
EventIndex in_common(const Trace& a, const Trace& b) {
    const EventIndex size = std::min(a.size(), b.size());
    EventIndex same = 0;
    while (same < size && a[same] == b[same]) {
        ++same;
    }
    return same;
}

// A run is as long as its recording; a recording may have been ended by another budget.
bool is_same_run(const Trace& recording, EventIndex common) {
    const EventIndex size = recording.size();
    return size > 0 && (common == size ||
                        (common + 1 == size && recording[common].kind == EventKind::RunEnded));
}

}  // namespace

struct Choices::Search {
    std::shared_ptr<ChoiceLog> found;  // null: the run is not the recording's any more
    std::atomic<bool> done = false;
    std::jthread worker;  // destroyed first: it uses the others
};

Choices::Choices() : problem_(kUnknown) {}
Choices::~Choices() = default;

void Choices::forget() {
    search_.reset();
    log_.reset();
    unusual_.clear();
    problem_ = kUnknown;
}

void Choices::set(std::shared_ptr<const ChoiceLog> log) {
    forget();
    log_ = std::move(log);
    if (log_) {
        problem_ = "";
        for (std::size_t i = 0; i < log_->size(); ++i) {
            if ((*log_)[i].taken != 0) {
                unusual_.push_back(i);
            }
        }
    }
}

void Choices::set_foreign() {
    forget();
    problem_ = "ui.why.foreign";
}

void Choices::find(const RunSpec& spec, const Trace& recording) {
    forget();
    const auto checked = check(spec);
    if (std::holds_alternative<SpecError>(checked)) {
        problem_ = "ui.why.old_recording";
        return;
    }
    search_ = std::make_unique<Search>();
    Search& search = *search_;
    search.worker = std::jthread(
        [&search, spec = std::get<RunSpec>(checked), recording](const std::stop_token& stop) {
            Recorder recorder(trace_info(spec));
            Budget budget;
            budget.record_frames = has_frames(recording);
            auto log = std::make_shared<ChoiceLog>();
            simulate(spec, recorder, budget, stop, log.get());
            recorder.publish();
            const EventIndex common = in_common(recording, recorder.snapshot());
            if (is_same_run(recording, common)) {
                log->cut(common);
                search.found = std::move(log);
            }
            search.done = true;
        });
}

bool Choices::poll() {
    if (!search_ || !search_->done) {
        return false;
    }
    search_->worker.join();
    if (const std::shared_ptr<ChoiceLog> found = std::move(search_->found)) {
        set(found);
    } else {
        forget();
        problem_ = "ui.why.old_recording";
    }
    return true;
}

std::optional<ChoicePoint> Choices::at(const Timeline& timeline, EventIndex cursor) const {
    if (!log_) {
        return std::nullopt;
    }
    const std::size_t number = log_->next(cursor);
    if (number == log_->size()) {
        return std::nullopt;
    }
    const Choice& choice = (*log_)[number];
    const EventList& steps = timeline.steps().events();
    if (steps.count_until(choice.event - 1) != steps.count_until(cursor)) {
        return std::nullopt;  // something else runs before it
    }
    return point(timeline, number);
}

ChoicePoint Choices::point(const Timeline& timeline, std::size_t number) const {
    const Choice& choice = (*log_)[number];
    ChoicePoint point{number, choice, {}};
    if (choice.kind == ChoiceKind::Task && choice.count > ChoiceLog::kKept) {
        point.candidates = timeline.ready_at(choice.event - 1);
        point.candidates.resize(std::min(point.candidates.size(), ChoicePoint::kMostShown));
    } else {
        const auto kept = log_->candidates(number);
        point.candidates.assign(kept.begin(), kept.end());
    }
    return point;
}

std::size_t Choices::unusual(std::size_t n) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(unusual_, n) - unusual_.begin());
}

}  // namespace coroscope::gui
