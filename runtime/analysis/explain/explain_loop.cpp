// What the loop does by itself, and words: log lines, reports, checks.

#include <algorithm>

#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/ring_words.h"
#include "runtime/analysis/time_math.h"

namespace coroscope::detail {

Messages explain_iteration(const Scene& scene) {
    return {{scene.event.b == 0 ? "explain.iteration.empty" : "explain.iteration",
             {number_arg("number", scene.event.a), number_arg("count", scene.event.b)}}};
}

Messages explain_clock(const Scene& scene) {
    return {{"explain.idle", {duration_arg("time", span(scene.event.a, scene.event.time))}}};
}

namespace {

Messages explain_hang(const Scene& scene) {
    const auto rings = wait_graph(scene.timeline, scene.index).cycles;
    if (rings.empty()) {
        const auto stuck = stuck_tasks(scene.timeline, scene.index);
        return {{"explain.hang", {number_arg("count", std::ssize(stuck))}}};
    }
    const auto links = ring_links(scene.timeline, rings.front(), scene.index);
    Messages sentences{{"explain.deadlock", {ring_arg(scene.timeline, links, false)}}};
    if (rings.size() > 1) {
        sentences.emplace_back("explain.deadlock.more",
                               std::vector{number_arg("count", std::ssize(rings) - 1)});
    }
    return sentences;
}

}  // namespace

Messages explain_end(const Scene& scene) {
    switch (static_cast<Outcome>(scene.event.detail)) {
    case Outcome::Hang: return explain_hang(scene);
    case Outcome::Finished: return {{"explain.end.finished", {scene.words.task("task", 1)}}};
    case Outcome::Failed:
        if (scene.words.text(scene.event.b).empty()) {
            break;
        }
        return {{"explain.end.failed",
                 {scene.words.task("task", 1), scene.words.code("why", scene.event.b)}}};
    case Outcome::Budget: return {{"explain.end.budget"}};
    case Outcome::Stopped: return {{"explain.end.stopped"}};
    case Outcome::None: break;
    }
    return {{"explain.end"}};
}

Messages explain_callback(const Scene& scene) {
    const Argument name = scene.words.code("name", scene.event.b);
    if (scene.event.kind == EventKind::CallbackRun) {
        return {{"explain.callback.run", {name}}};
    }
    return {{"explain.callback.scheduled", {scene.words.subject("task", scene.event.task), name}}};
}

Messages explain_message(const Scene& scene) {
    const bool is_sent = scene.event.kind == EventKind::MessageSent;
    const Argument text = scene.words.code("text", scene.event.b);
    if (scene.event.subject != 0) {
        return {{is_sent ? "explain.message.place_sends" : "explain.message.place_gets",
                 {scene.words.resource("resource", scene.event.subject), text}}};
    }
    return {{is_sent ? "explain.message.sent" : "explain.message.arrived",
             {scene.words.subject("task", scene.event.task), text}}};
}

Messages explain_job(const Scene& scene) {
    const ResourceInfo* const where = scene.resource();
    const bool is_place = where != nullptr && where->type == ResourceType::Place;
    const std::vector<Argument> arguments{scene.words.subject("task", scene.event.task),
                                          scene.words.resource("resource", scene.event.subject),
                                          scene.words.code("text", scene.event.b),
                                          number_arg("number", scene.event.a),
                                          number_arg("worker", scene.event.detail + 1)};
    if (scene.event.kind == EventKind::JobSubmitted) {
        return {{is_place ? "explain.place.asked" : "explain.job.submitted", arguments}};
    }
    if (scene.event.kind == EventKind::JobStarted) {
        return {{is_place ? "explain.place.begins" : "explain.job.started", arguments}};
    }
    if (scene.event.kind == EventKind::JobComputes) {
        return {{scene.event.b == 1 ? "explain.job.computes" : "explain.job.gives_way", arguments}};
    }
    if (is_place) {
        return {{scene.event.b == 0 ? "explain.place.ends" : "explain.place.fails", arguments}};
    }
    return {{scene.event.b == 0 ? "explain.job.finished" : "explain.job.failed", arguments}};
}

Messages explain_thread(const Scene& scene) {
    if (scene.event.kind == EventKind::ThreadEnded) {
        return {{"explain.thread.ended", {number_arg("number", scene.event.subject)}}};
    }
    return {
        {"explain.thread.started",
         {scene.words.subject("task", scene.event.task), scene.words.code("text", scene.event.b)}}};
}

Messages explain_frame(const Scene& scene) {
    return {{scene.event.kind == EventKind::FrameAllocated ? "explain.frame.made"
                                                           : "explain.frame.freed",
             {scene.words.code("function", scene.event.b), number_arg("count", scene.event.a)}}};
}

Messages explain_choice(const Scene& scene) {
    const std::vector<Argument> arguments{scene.words.task("task", scene.event.task),
                                          number_arg("number", minus(scene.event.a, -1)),
                                          number_arg("count", scene.event.b)};
    if (static_cast<ChoiceKind>(scene.event.detail) == ChoiceKind::TimerTie) {
        return {{"explain.choice.timer", arguments}};
    }
    return {{scene.event.a == 0 ? "explain.choice.first" : "explain.choice.other", arguments}};
}

Messages explain_words(const Scene& scene) {
    const Argument text = scene.words.code("text", scene.event.b);
    if (scene.event.kind == EventKind::LogLine) {
        return {{"explain.log", {scene.words.subject("task", scene.event.task), text}}};
    }
    if (scene.event.kind == EventKind::CheckMade) {
        return {{scene.event.detail == 1 ? "explain.check.holds" : "explain.check.fails", {text}}};
    }
    return {{"explain.report", {text}}};
}

Messages explain_unknown(const Scene& scene) {
    return {{"explain.unknown", {number_arg("kind", static_cast<std::int64_t>(scene.event.kind))}}};
}

}  // namespace coroscope::detail
