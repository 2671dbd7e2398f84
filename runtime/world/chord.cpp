// Chords: a body that runs when all its parts have ended.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/world/celery_app.h"

namespace coroscope::detail {

std::uint64_t CeleryApp::begin_chord(std::vector<std::string> parts, Signature body,
                                     std::string body_id) {
    chords_.emplace(
        ++last_chord_,
        Chord{.parts = std::move(parts), .body = std::move(body), .body_id = std::move(body_id)});
    return last_chord_;
}

void CeleryApp::end_part(std::uint64_t chord, const std::string& id, Sender from) {
    const auto found = chords_.find(chord);
    if (found == chords_.end() || !conf.chords_counted) {
        return;
    }
    found->second.ended.insert(id);
    if (found->second.ended.size() == found->second.parts.size()) {
        finish_chord(chord, from);
    }
}

bool CeleryApp::is_over(const Chord& chord) const {
    return std::all_of(chord.parts.begin(), chord.parts.end(),
                       [this](const std::string& id) { return is_ready(results.peek(id).state); });
}

// The part that failed is named by its place in the header, as the source for Redis has it.
void CeleryApp::finish_chord(std::uint64_t number, Sender from) {
    const Chord chord = std::move(chords_.at(number));
    chords_.erase(number);
    std::string values;
    for (const std::string& id : chord.parts) {
        const ResultBackend::Entry part = results.peek(id);
        if (part.state != JobState::Success) {
            const std::string error =
                fmt::format("ChordError: Dependency {} raised {}", id, part.text);
            results.store(*from.place, from.row, chord.body_id, JobState::Failure, error);
            return;
        }
        values += values.empty() ? part.text : ", " + part.text;
    }
    publish(chord.body, chord.body_id, "[" + values + "]", from);
}

void CeleryApp::watch_chord(std::uint64_t chord, std::source_location where) {
    JobType unlock(shared_from_this(), "celery.chord_unlock");
    const std::weak_ptr<CeleryApp> weak = weak_from_this();
    const Duration period = conf.result_chord_retry_interval;
    unlock.max_retries({}).ignore_result().runs([weak, chord, period](const JobRequest&) {
        const auto app = weak.lock();
        const auto found = app->chords_.find(chord);
        if (found != app->chords_.end() && !app->is_over(found->second)) {
            return JobRun().retries("ChordIncomplete", period);
        }
        return JobRun().does([weak, chord] {
            const auto it = weak.lock();
            if (it->chords_.count(chord) != 0) {
                it->finish_chord(chord, Sender{.place = &it->broker.place()});
            }
        });
    });
    publish(make_message(new_id("chord_unlock"), unlock, {}, Call().countdown(period)), Sender{},
            where);
}

}  // namespace coroscope::detail
